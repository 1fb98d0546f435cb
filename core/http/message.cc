#include "http/message.h"

#include <utility>

#include "base/text.h"

namespace sluice {

std::string_view method_name(Method method) { return method == Method::kPost ? "POST" : "GET"; }

void Headers::add(std::string name, std::string value) { headers_.push_back({std::move(name), std::move(value)}); }

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const Header& header : headers_) {
    if (equals_ignoring_case(header.name, name)) return trim(header.value);
  }
  return std::nullopt;
}

Headers parse_headers(std::string_view block) {
  Headers headers;
  for (const std::string_view line : split(block, '\n')) {
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos || headers.size() == kHeaderCountMax) continue;
    const std::string_view name = trim(line.substr(0, colon));
    if (name.empty()) continue;
    headers.add(std::string(name), std::string(trim(line.substr(colon + 1))));
  }
  return headers;
}

}  // namespace sluice
