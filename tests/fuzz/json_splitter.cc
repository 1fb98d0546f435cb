#include "decode/json_splitter.h"

#include <algorithm>

#include "fuzz/target.h"

namespace sluice::fuzz {
namespace {

using Step = JsonSplitter::Step;

// What the splitter tells of a document that grows by `grain` bytes; `wrong` is set when it cannot be believed.
std::string told(std::string_view document, size_t grain, const JsonSplitLimits& limits, std::string& wrong) {
  JsonSplitter splitter({"assets", "data"}, limits);
  std::string out;
  size_t shown = std::min(grain, document.size());
  size_t record_end = 0;
  for (;;) {
    const bool last = shown == document.size();
    switch (splitter.next(document.substr(0, shown), last)) {
      case Step::kNeedMore:
        if (last) {
          wrong = "it asked for more than there is";
          return out;
        }
        shown = std::min(shown + grain, document.size());
        break;
      case Step::kRecord: {
        const JsonSplitter::Record& record = splitter.record();
        if (record.begin < record_end || record.end <= record.begin || record.end > shown) {
          wrong = "an item lies outside of what was shown, or over the one before";
          return out;
        }
        record_end = record.end;
        out += "item " + std::to_string(record.begin) + " ";
        out += document.substr(record.begin, record.end - record.begin);
        if (record.too_large) out += " too large";
        if (record.too_deep) out += " too deep";
        out += "\n";
        break;
      }
      case Step::kEnd:
        return out + "end " + splitter.list_name() + (splitter.has_list() ? " " : " no list ") + splitter.rest();
      case Step::kFailed:
        return out + "failed " + std::to_string(static_cast<int>(splitter.failure())) + " at " +
               std::to_string(splitter.failure_offset());
    }
  }
}

std::string tell(const Reading& reading, size_t grain, std::string& wrong) {
  JsonSplitLimits limits;
  if (reading.low_limits) limits = {24, 60, 4};
  return told(reading.document, grain, limits, wrong);
}

}  // namespace

std::string run_json_splitter(std::string_view input) { return read_both_ways(input, tell); }

}  // namespace sluice::fuzz
