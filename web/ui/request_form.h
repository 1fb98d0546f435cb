// What is asked of one source, as a form holds it: a text for each documented parameter, the settings of the
// connection, and parameters that nobody documents. Knows what differs from the defaults and what is wrong with it, and
// makes the request; how it looks is the rail's affair (request_rail.h). What is at its default is not sent.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/parameter.h"
#include "api/source.h"
#include "client/client.h"
#include "ui/sort_rows.h"

namespace sluice::ui {

inline constexpr int64_t kConcurrencyMax = 10;     // the highest service level's (api-reference.md 4.2)
inline constexpr int64_t kReserveCallsMax = 100000;
inline constexpr size_t kExtraLinesMax = 50;
inline constexpr const char* kSinceId = "request.since";

class RequestForm {
 public:
  struct Field {
    const Parameter* parameter;
    std::string id;             // "request.severities"
    std::string text;           // as typed; "" is the default
    std::string draft;          // of a tag that is being typed
    std::vector<SortRow> rows;  // of a sort
    bool raw = false;           // a sort that rows cannot show
    bool found_out = false;     // what "" stands for is up to the engine: the gateway's own default has to be typed
    std::string problem;        // "" when all is well
    bool changed() const { return !text.empty(); }
    std::string_view fallback() const;  // what "" stands for: "auto", the gateway's default, "" if there is none
  };
  // A setting of the connection rather than a query parameter.
  struct Setting {
    const char* id;             // "request.concurrency"
    std::string_view label;
    std::string_view hint;      // what holds when it is empty
    std::string_view doc;
    int64_t least;
    int64_t most;
    std::string text = {};
    std::string problem = {};
  };

  explicit RequestForm(const Source& source);

  const Source& source() const { return source_; }
  std::vector<Field>& fields() { return fields_; }
  const std::vector<Field>& fields() const { return fields_; }
  Field* find(std::string_view parameter);
  const Field* find(std::string_view parameter) const;
  std::vector<Setting>& settings() { return settings_; }
  const std::vector<Setting>& settings() const { return settings_; }

  // After a change of any text: looks for problems anew.
  void check();

  // Replaces all parameters; names that the catalogue does not have are left out.
  void set_values(const ParameterValues& values);
  void set_text(Field& field, std::string text);
  // Replaces everything; what belongs to another source is left out.
  void set_request(const PullRequest& request);
  // What differs from the defaults, normalized, in the catalogue's order. A default that another parameter demands to
  // be there is among them (tag_include_selector for tag_exclude_selector, api-reference.md 6.2).
  ParameterValues values() const;
  PullRequest request() const;
  ParameterValues extra_values() const;

  // What is wrong first, in the gateway's words; its field's id, to show it.
  std::optional<std::string> problem() const;
  std::string problem_id() const;
  size_t changed_count() const;
  size_t changed_settings() const;
  void reset();

  // Mobile: one of the documented paths; OT: one of the versions. "" is the default.
  std::string path;
  std::string version;
  bool since_last = false;  // Mobile: only what has changed since the last complete run
  std::string since_problem;
  std::string extra;            // lines of name=value
  std::string extra_problem;

 private:
  void load(Field& field, std::string text);

  const Source& source_;
  std::vector<Field> fields_;
  std::vector<Setting> settings_;
};

}  // namespace sluice::ui
