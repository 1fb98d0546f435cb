#include "fuzz/target.h"
#include "http/url.h"

namespace sluice::fuzz {

// The bases that come out are what every path is put behind and what a password is sent to.
std::string run_gateway_address(std::string_view input) {
  const Result<std::string> base = normalize_gateway(input);
  if (!base) return base.error().code == "bad_gateway_url" && !base.error().message.empty() ? "" : "no word of why";
  const std::string& text = base.value();
  if (text == kRehearsalBase || text.empty()) return {};
  for (const char c : text) {
    const bool forbidden = static_cast<unsigned char>(c) <= ' ' || c == '@' || c == '?' || c == '#' || c == '\\';
    if (forbidden) return "a character that cannot stand in a base: " + text;
  }
  if (text.back() == '/') return "a slash at the end: " + text;
  const Result<std::string> again = normalize_gateway(text);
  if (!again || again.value() != text) return "not the same when it is read again: " + text;
  if (text.front() == '/') return text.substr(0, 2) == "//" ? "a path that names a host: " + text : "";
  const std::optional<Url> url = parse_url(text + "/auth?a=b");
  if (!url || url->host.empty()) return "no host: " + text;
  if (url->scheme != "https" && !(url->scheme == "http" && is_loopback_host(url->host))) return "not safe: " + text;
  const size_t host_at = url->scheme.size() + 3;
  if (text.compare(host_at, url->host.size(), url->host) != 0) return "another host than it shows: " + text;
  return url->query == "a=b" ? "" : "it swallows what is put behind it: " + text;
}

}  // namespace sluice::fuzz
