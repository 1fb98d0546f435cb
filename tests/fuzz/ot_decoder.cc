#include "decode/ot_decoder.h"

#include "fuzz/page_story.h"
#include "fuzz/target.h"

namespace sluice::fuzz {
namespace {

std::string told(const Reading& reading, size_t grain, std::string& wrong) {
  RecordStore store("ot.hosts");
  const RecordRules rules{{"assets", "data"}, {"assetId", "id"}, {"assetId", "asset.assetId"}};
  const auto decoder = make_ot_decoder(std::string(reading.document), store, rules,
                                       reading.low_limits ? low_decode_limits() : DecodeLimits{});
  return page_story(*decoder, store, reading.document.size(), grain, wrong);
}

}  // namespace

std::string run_ot_decoder(std::string_view input) { return read_both_ways(input, told); }

}  // namespace sluice::fuzz
