#include "decode/xml_splitter.h"

#include <algorithm>

#include "fuzz/target.h"

namespace sluice::fuzz {
namespace {

using Step = XmlSplitter::Step;

std::string record_told(std::string_view document, const XmlSplitter::Record& record) {
  std::string told = "record " + std::to_string(record.begin) + " ";
  told += document.substr(record.begin, record.end - record.begin);
  if (record.too_large) told += " too large";
  if (record.too_deep) told += " too deep";
  if (record.broken) told += " broken";
  return told + "\n";
}

// What the splitter tells of a document that grows by `grain` bytes; `wrong` is set when it cannot be believed.
std::string told(std::string_view document, size_t grain, const XmlSplitLimits& limits, std::string& wrong) {
  XmlSplitter splitter("L", "R", limits);
  std::string out;
  size_t shown = 0;
  size_t record_end = 0;
  for (;;) {
    shown = std::min(document.size(), shown + std::min(grain, document.size()));
    const bool last = shown == document.size();
    Step step = splitter.next(document.substr(0, shown), last);
    for (; step == Step::kRoot || step == Step::kRecord; step = splitter.next(document.substr(0, shown), last)) {
      if (step == Step::kRoot) {
        out += "root " + splitter.root() + "\n";
        continue;
      }
      const XmlSplitter::Record& record = splitter.record();
      if (record.begin < record_end || record.end <= record.begin || record.end > shown) {
        wrong = "a record lies outside of what was shown, or over the one before";
        return out;
      }
      record_end = record.end;
      out += record_told(document, record);
    }
    if (step == Step::kEnd) return out + "end " + splitter.take_rest();
    if (step == Step::kFailed) {
      return out + "failed " + std::to_string(static_cast<int>(splitter.failure())) + " at " +
             std::to_string(splitter.failure_offset());
    }
    if (last) {
      wrong = "it asked for more than there is";
      return out;
    }
  }
}

std::string tell(const Reading& reading, size_t grain, std::string& wrong) {
  XmlSplitLimits limits;
  if (reading.low_limits) limits = {24, 60, 4};
  return told(reading.document, std::min(grain, reading.document.size()), limits, wrong);
}

}  // namespace

std::string run_xml_splitter(std::string_view input) { return read_both_ways(input, tell); }

}  // namespace sluice::fuzz
