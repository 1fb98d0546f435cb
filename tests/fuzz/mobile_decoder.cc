#include "decode/decoder.h"
#include "fuzz/page_story.h"
#include "fuzz/target.h"

namespace sluice::fuzz {
namespace {

std::string told(const Reading& reading, size_t grain, std::string& wrong) {
  AssetStore store(mobile_asset_columns(), mobile_detection_columns());
  const auto decoder = make_mobile_decoder(std::string(reading.document), store,
                                           reading.low_limits ? low_decode_limits() : DecodeLimits{});
  return page_story(*decoder, store, reading.document.size(), grain, wrong);
}

}  // namespace

std::string run_mobile_decoder(std::string_view input) { return read_both_ways(input, told); }

}  // namespace sluice::fuzz
