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

std::string run_mobile_decoder(std::string_view input) {
  const Reading reading(input);
  std::string wrong;
  const std::string whole = told(reading, ~size_t{0}, wrong);
  const std::string in_grains = told(reading, reading.grain, wrong);
  return wrong.empty() ? compare(whole, in_grains) : wrong;
}

}  // namespace sluice::fuzz
