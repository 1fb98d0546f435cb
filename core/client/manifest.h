// What a run was and what came of it, written beside every export (page-api.md, "Manifest"). It is what an auditor
// reads, so it is honest first: `state` is complete only when the gateway itself said that nothing is left and every
// record of every page is in the table.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/parameter.h"
#include "decode/decoder.h"

namespace sluice {

struct ManifestPage {
  uint64_t index = 0;       // from 0
  std::string cursor_in;    // id_min as sent, "" for the first page
  std::string cursor_out;   // id_min of the next page, "" for the last
  std::string range;        // "5-900", "900-": the ids that were asked for side by side with others; "" for all
  int status = 0;
  uint64_t bytes = 0;
  std::string sha256;       // of the body as it came, hex; "" where there was none (an empty list told by a 404)
  uint64_t assets = 0;
  uint64_t detections = 0;
  int attempts = 0;
  int64_t waited_ms = 0;
  bool names = false;  // it told which assets have changed; they came whole on a later page (ManifestBase)
};

// The earlier run that a pull of what has changed builds upon (pull_increment.h).
struct ManifestBase {
  std::string run_id;
  std::string whole_started_at;  // when the last pull of everything began
  std::string since;             // detection_updated_since, as sent
  uint64_t assets = 0;           // that were there
  uint64_t detections = 0;
  bool everything = false;    // so much has changed that everything was fetched again
  uint64_t named = 0;         // assets that the gateway said have changed
  uint64_t replaced = 0;      // of those that were there: they came again
  uint64_t gone_count = 0;    // taken out: they were asked for, and the gateway does not have them any more
  std::vector<int64_t> gone;  // their ids, the first of them
};

struct ManifestQuarantine {
  std::optional<int64_t> id;
  std::optional<std::string> range;
  std::string cursor;
  std::string reason;
  std::string sample;
};

struct ManifestExport {
  std::string table;
  std::string format;
  std::vector<std::string> columns;
  std::string filter;
  bool excel_safe = false;
  uint64_t rows = 0;
  uint64_t bytes = 0;
  std::string sha256;
};

struct Manifest {
  std::string version;
  std::string run_id;
  std::string source;
  std::string state;        // complete | partial | stopped | failed
  std::string why;
  std::string gateway;
  std::string path;
  std::string subject;
  ParameterValues parameters;   // as sent
  std::string started_at;       // ISO 8601 UTC
  std::string finished_at;
  std::string server_time;      // RESPONSE/DATETIME of the last page
  std::string first_server_time;  // and of the first: what changed since then may be missing
  std::optional<int> limit;
  std::optional<int> window_s;
  std::optional<int> concurrency_limit;
  std::vector<ManifestPage> pages;
  std::string next_cursor;      // of the page that was due when the run ended without being complete; else ""
  uint64_t calls = 0;
  uint64_t retries = 0;
  uint64_t refused = 0;         // 409 and 429 answers
  uint64_t assets = 0;
  uint64_t detections = 0;
  uint64_t bytes = 0;
  uint64_t duplicates = 0;
  uint64_t sanitized = 0;
  uint64_t quarantined = 0;
  uint64_t unknown_field_count = 0;
  std::vector<ManifestQuarantine> quarantine;
  std::vector<UnknownField> unknown_fields;
  std::vector<std::string> warnings;
  std::optional<ManifestBase> base;  // none for a pull of everything
  std::optional<ManifestExport> exported;

  std::string to_json() const;  // pretty, two blanks
};

}  // namespace sluice
