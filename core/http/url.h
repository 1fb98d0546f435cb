// Addresses as this client needs them: percent-encoding, query strings whose order is kept, and the gateway's base
// address as a user may type it. Used by the client side only: the simulated gateway reads URLs with its own code.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sluice {

// Everything but A-Z a-z 0-9 - . _ ~ as %XX with upper-case digits. Safe in a query and in a form body.
std::string percent_encode(std::string_view text);
// The same, leaving `,` and `:` readable as well; for query values, where both are allowed (RFC 3986 3.4).
std::string percent_encode_query_value(std::string_view text);
// %XX decoded; '+' becomes a blank only with `plus_is_blank`; a stray % stays as it is.
std::string percent_decode(std::string_view text, bool plus_is_blank);

struct QueryItem {
  std::string name;
  std::string value;
  bool operator==(const QueryItem&) const = default;
};

// A query string, decoded. Each name stands once: Qualys' own rule is that the last of several wins
// (api-reference.md 2), so set() and parse() replace.
class Query {
 public:
  // `text` without the leading "?".
  static Query parse(std::string_view text);

  void set(std::string_view name, std::string_view value);
  void erase(std::string_view name);
  const std::string* find(std::string_view name) const;
  const std::vector<QueryItem>& items() const { return items_; }
  bool empty() const { return items_.empty(); }
  std::string encode() const;  // "a=1&b=2", once-encoded

 private:
  std::vector<QueryItem> items_;
};

// scheme://host[:port]path?query — taken apart, nothing decoded. `host` in lower case.
struct Url {
  std::string scheme;
  std::string host;
  std::string port;
  std::string path;
  std::string query;
};
std::optional<Url> parse_url(std::string_view text);

// What stands before every path of a gateway: "" (the page's own origin), "/prefix", "https://host[:port][/prefix]",
// or kRehearsalBase. Accepts what people paste: blanks around it, `https:///host`, a missing scheme, a trailing
// slash, an upper-case host. Refuses user names in the address, queries, fragments, http to anything but loopback.
// Error code: bad_gateway_url.
inline constexpr std::string_view kRehearsalBase = "rehearsal:";
Result<std::string> normalize_gateway(std::string_view text);

bool is_loopback_host(std::string_view host);

}  // namespace sluice
