// The date format of HTTP headers (RFC 9110 5.6.7, the preferred form): "Mon, 06 Feb 2023 08:18:01 GMT".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice {

// Seconds since 1970; empty for anything else, the obsolete forms included.
std::optional<int64_t> parse_http_date(std::string_view text);

}  // namespace sluice
