#include "fuzz/target.h"

#include <algorithm>

#include "base/text.h"

namespace sluice::fuzz {

const std::vector<Target>& targets() {
  static const std::vector<Target> all = {
      {"xml_splitter", run_xml_splitter},
      {"json_splitter", run_json_splitter},
      {"mobile_decoder", run_mobile_decoder},
      {"ot_decoder", run_ot_decoder},
      {"sanitizer", run_sanitizer},
      {"limit_headers", run_limit_headers},
      {"next_page", run_next_page},
      {"gateway_address", run_gateway_address},
      {"jwt", run_jwt},
      {"filter", run_filter},
      {"curl_line", run_curl_line},
      {"journal", run_journal},
      {"verification", run_verification},
      {"client_operations", run_client_operations},
  };
  return all;
}

Reading::Reading(std::string_view input) {
  if (input.empty()) return;
  const auto first = static_cast<unsigned char>(input.front());
  grain = (first & 0x3Fu) + 1;
  low_limits = (first & 0x80u) != 0;
  document = input.substr(1);
}

std::string compare(std::string_view whole, std::string_view in_grains) {
  if (whole == in_grains) return {};
  const auto parted = std::mismatch(whole.begin(), whole.end(), in_grains.begin(), in_grains.end());
  const auto at = static_cast<size_t>(parted.first - whole.begin());
  const size_t from = at < 60 ? 0 : at - 60;
  return "read whole and read in grains differ at " + std::to_string(at) + ":\n  whole  …" +
         shorten(whole.substr(from), 200) + "\n  grains …" + shorten(in_grains.substr(from), 200);
}

std::string read_both_ways(std::string_view input, Tell tell) {
  const Reading reading(input);
  std::string wrong;
  const std::string whole = tell(reading, ~size_t{0}, wrong);
  const std::string in_grains = tell(reading, reading.grain, wrong);
  return wrong.empty() ? compare(whole, in_grains) : wrong;
}

}  // namespace sluice::fuzz
