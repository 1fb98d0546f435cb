#include "http/url.h"

#include "base/number.h"
#include "base/text.h"

namespace sluice {
namespace {

bool unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '.' || c == '_' ||
         c == '~';
}

std::string encode(std::string_view text, std::string_view also_plain) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (unreserved(c) || also_plain.find(c) != std::string_view::npos) {
      out.push_back(c);
    } else {
      const unsigned byte = static_cast<unsigned char>(c);
      out.push_back('%');
      out.push_back(kHex[byte >> 4]);
      out.push_back(kHex[byte & 15]);
    }
  }
  return out;
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

bool valid_host(std::string_view host) {
  if (host.empty() || host.size() > 253) return false;
  if (host.front() == '[') return host.back() == ']' && host.find_first_not_of("[]0123456789abcdef:.") == host.npos;
  for (const char c : host) {
    if (!unreserved(c) || c == '~') return false;
  }
  return host.front() != '.' && host.front() != '-';
}

bool valid_port(std::string_view port) {
  const std::optional<int64_t> n = parse_int(port);
  return n && *n >= 1 && *n <= 65535;
}

bool valid_path(std::string_view path) {
  for (const char c : path) {
    if (!unreserved(c) && c != '/' && c != '%') return false;
  }
  return path.find("..") == std::string_view::npos && path.find("//") == std::string_view::npos;
}

Error bad_gateway(std::string message) { return {"bad_gateway_url", std::move(message)}; }

std::string_view without_trailing_slashes(std::string_view path) {
  while (!path.empty() && path.back() == '/') path.remove_suffix(1);
  return path;
}

}  // namespace

std::string percent_encode(std::string_view text) { return encode(text, ""); }

std::string percent_encode_query_value(std::string_view text) { return encode(text, ",:"); }

std::string percent_decode(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low >= 0) {
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      out.push_back(text[i] == '+' && plus_is_blank ? ' ' : text[i]);
    }
  }
  return out;
}

Query Query::parse(std::string_view text) {
  Query query;
  if (text.empty()) return query;
  for (const std::string_view piece : split(text, '&')) {
    if (piece.empty()) continue;
    const size_t equals = piece.find('=');
    const std::string name = percent_decode(piece.substr(0, equals), true);
    const std::string value =
        equals == std::string_view::npos ? std::string() : percent_decode(piece.substr(equals + 1), true);
    query.set(name, value);
  }
  return query;
}

void Query::set(std::string_view name, std::string_view value) {
  for (QueryItem& item : items_) {
    if (item.name == name) {
      item.value = value;
      return;
    }
  }
  items_.push_back({std::string(name), std::string(value)});
}

void Query::erase(std::string_view name) {
  std::erase_if(items_, [&](const QueryItem& item) { return item.name == name; });
}

const std::string* Query::find(std::string_view name) const {
  for (const QueryItem& item : items_) {
    if (item.name == name) return &item.value;
  }
  return nullptr;
}

std::string Query::encode() const {
  std::string out;
  for (const QueryItem& item : items_) {
    if (!out.empty()) out.push_back('&');
    out += percent_encode(item.name);
    out.push_back('=');
    out += percent_encode_query_value(item.value);
  }
  return out;
}

std::optional<Url> parse_url(std::string_view text) {
  const size_t colon = text.find("://");
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  Url url;
  url.scheme = to_lower(text.substr(0, colon));
  text.remove_prefix(colon + 3);
  const size_t fragment = text.find('#');
  text = text.substr(0, fragment);
  const size_t question = text.find('?');
  if (question != std::string_view::npos) url.query = std::string(text.substr(question + 1));
  text = text.substr(0, question);
  const size_t slash = text.find('/');
  if (slash != std::string_view::npos) url.path = std::string(text.substr(slash));
  std::string_view authority = text.substr(0, slash);
  if (authority.find('@') != std::string_view::npos) return std::nullopt;
  const size_t bracket = authority.rfind(']');
  const size_t port = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (port != std::string_view::npos) url.port = std::string(authority.substr(port + 1));
  url.host = to_lower(authority.substr(0, port));
  return url;
}

bool is_loopback_host(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  if (host.substr(0, 4) != "127.") return false;
  const std::vector<std::string_view> parts = split(host, '.');
  if (parts.size() != 4) return false;
  for (const std::string_view part : parts) {
    const std::optional<int64_t> n = parse_int(part);
    if (!n || *n < 0 || *n > 255) return false;
  }
  return true;
}

Result<std::string> normalize_gateway(std::string_view text) {
  text = trim(text);
  if (text.empty() || text == "/") return std::string();
  if (text == kRehearsalBase || text == "rehearsal") return std::string(kRehearsalBase);
  if (text.front() == '/' && text.substr(0, 2) != "//") {
    if (!valid_path(text)) {
      return bad_gateway("The path prefix \"" + shorten(text, 100) +
                         "\" has characters that a path cannot hold. Write it like /qualys.");
    }
    return std::string(without_trailing_slashes(text));
  }
  std::string whole(text);
  if (whole.find("://") == std::string::npos) whole = "https://" + whole;
  // The OT guide prints its base address with three slashes (api-reference.md 2).
  const size_t after_scheme = whole.find("://") + 3;
  const size_t host_start = whole.find_first_not_of('/', after_scheme);
  if (host_start != std::string::npos) whole.erase(after_scheme, host_start - after_scheme);

  const std::optional<Url> url = parse_url(whole);
  const std::string shown = shorten(text, 100);
  if (!url) return bad_gateway("\"" + shown + "\" is not an address. Write it like https://gateway.qg1.apps.qualys.com.");
  if (url->scheme != "https" && url->scheme != "http") {
    return bad_gateway("\"" + shown + "\" does not begin with https://. Only https addresses can be used.");
  }
  if (!valid_host(url->host) || (!url->port.empty() && !valid_port(url->port))) {
    return bad_gateway("\"" + shown + "\" has no valid host name. Write it like https://gateway.qg1.apps.qualys.com.");
  }
  if (whole.find('?') != std::string::npos || whole.find('#') != std::string::npos || !valid_path(url->path)) {
    return bad_gateway("\"" + shown + "\" has more than a host and a path prefix. Leave out everything from ? or # on.");
  }
  if (url->scheme == "http" && !is_loopback_host(url->host)) {
    return bad_gateway("\"" + shown + "\" is not encrypted: a password sent there could be read on the way. Use https://.");
  }
  std::string base = url->scheme + "://" + url->host;
  if (!url->port.empty()) base += ":" + url->port;
  base += without_trailing_slashes(url->path);
  return base;
}

}  // namespace sluice
