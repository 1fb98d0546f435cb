// One answer's body, from bytes to rows, by fuel. Owns the body; appends rows to the store as pending and leaves the
// decision to commit or roll back to its caller (client/pull_job), which looks at the outcome. Judges by content, not
// by Content-Type or status: the root element tells what a body is (api-reference.md 6.3, 7.3; field-notes 10).
//
//   sanitize ──▶ prolog ──▶ records ──▶ tail ──▶ done
//       any stage ──▶ done, with an outcome of its own kind
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/fuel.h"
#include "table/asset_store.h"

namespace sluice {

// What the tables may take of memory. A 32-bit heap ends at 2 GB (web/CMakeLists.txt), and beside the tables it holds
// the pages on their way (concurrency times body_bytes_max, twice while one is copied), sorted views and exports.
inline constexpr uint64_t kTableBytesMax = uint64_t{sizeof(void*) > 4 ? 8 : 1} * 1024 * 1024 * 1024;

struct DecodeLimits {
  size_t record_bytes_max = 8 * 1024 * 1024;
  size_t body_bytes_max = 64 * 1024 * 1024;
  size_t text_bytes_max = 8 * 1024 * 1024;  // one field
  size_t records_max = 1000000;             // truncation_limit's own maximum
  size_t quarantine_max = 1000;             // listed; more are only counted
  size_t unknown_fields_max = 200;
  size_t nesting_max = 32;
  uint64_t table_bytes_max = kTableBytesMax;  // of all tables: those written to, and
  uint64_t other_table_bytes = 0;             // what others take that are kept beside them
};

enum class PageKind {
  kPage,           // an asset list, whole
  kErrorDocument,  // SIMPLE_RETURN: the gateway says why it refuses; never retried
  kHtml,           // a proxy's or a log-in page
  kEmpty,          // nothing, or only white space
  kCut,            // ended inside the document
  kUnknownRoot,    // well-formed start, but no document that we know
  kNotXml,         // does not even start like XML
  kNotJson,        // does not even start like JSON
  kTrailingBytes,  // something other than comments and white space behind the root
  kInternalDtd,    // a DOCTYPE with an internal subset: refused, entities could be defined there
  kMalformed,      // broken outside any record, so nothing of it can be trusted
  kTooLarge,       // over body_bytes_max or records_max
  kTablesFull,     // with this page the tables would take more than table_bytes_max
};

struct QuarantinedRecord {
  std::optional<int64_t> id;  // the asset's, if it could be read
  std::string reason;
  std::string sample;  // the first bytes of it, as text
};

struct UnknownField {
  std::string path;  // "ASSET/BATTERY"
  uint64_t count = 0;
  std::string sample;
};

struct PageWarning {
  std::string code;  // "1980": more records follow
  std::string text;
  std::string url;  // trimmed; never to be followed as it is (api-reference.md 6.4)
};

struct PageOutcome {
  PageKind kind = PageKind::kEmpty;
  std::string message;                 // for people, for every kind but kPage
  std::string error_code;              // kErrorDocument: CODE, may be empty
  std::string error_text;              // kErrorDocument: TEXT
  std::string sha256;                  // kPage: of the body as it came, before anything was replaced
  std::string datetime;                // RESPONSE/DATETIME as it came
  std::optional<PageWarning> warning;  // the one with code 1980, else the first that has a code
  uint64_t assets = 0;
  uint64_t detections = 0;
  uint64_t sanitized = 0;  // bytes replaced; told only of answers that were read to their end
  std::optional<uint64_t> first_sanitized_offset;
  std::vector<QuarantinedRecord> quarantine;
  uint64_t quarantined = 0;
  std::vector<UnknownField> unknown_fields;
  // Equal QIDs inside one asset, values that do not fit their type, WARNINGs other than `warning` …
  std::vector<std::string> warnings;
  std::vector<std::pair<std::string, std::string>> echoed_request;  // echo_request=1
};

class Decoder {
 public:
  virtual ~Decoder() = default;
  // Goes on for about fuel.units bytes. kDone once outcome() is final.
  virtual Work work(Fuel fuel) = 0;
  virtual const PageOutcome& outcome() const = 0;
  // 0..body size, for progress.
  virtual size_t position() const = 0;
  // The body is also put by as it came, in pieces of that size, for a journal. Before the first work().
  virtual void keep_raw(size_t piece_bytes) = 0;
  virtual std::vector<std::string> take_raw() = 0;
  // The body's digest, where somebody has it already; it is not computed again. Before the first work().
  virtual void know_sha256(std::string sha256) = 0;
};

// The Mobile asset list (api-reference.md 6.3). `store` must outlive the decoder.
std::unique_ptr<Decoder> make_mobile_decoder(std::string body, AssetStore& store, DecodeLimits limits = {});

// The columns that the Mobile tables start with, in document order (api-reference.md 6.3).
std::vector<ColumnInfo> mobile_asset_columns();
std::vector<ColumnInfo> mobile_detection_columns();

}  // namespace sluice
