#include "session/jwt.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace sluice {
namespace {

using Json = nlohmann::json;

constexpr size_t kModulesMax = 100;

int base64url_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (is_digit(c)) return c - '0' + 52;
  if (c == '-' || c == '+') return 62;
  if (c == '_' || c == '/') return 63;
  return -1;
}

// Seconds as an integer or as a number with a fraction; anything outside the years 1970 to 9999 is no time.
std::optional<int64_t> read_seconds(const Json& object, const char* name) {
  const auto it = object.find(name);
  if (it == object.end() || !it->is_number()) return std::nullopt;
  const double seconds = it->get<double>();
  if (!std::isfinite(seconds) || seconds < 0 || seconds > 253402300799.0) return std::nullopt;
  return static_cast<int64_t>(seconds);
}

std::string read_text(const Json& object, const char* name) {
  const auto it = object.find(name);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

}  // namespace

std::optional<std::string> decode_base64url(std::string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  std::string out;
  out.reserve(text.size() * 3 / 4);
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const int digit = base64url_digit(c);
    if (digit < 0) return std::nullopt;
    bits = (bits << 6) | static_cast<uint32_t>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out.push_back(static_cast<char>((bits >> count) & 0xFF));
    }
  }
  if (count >= 6) return std::nullopt;  // one digit alone carries no byte
  return out;
}

bool looks_like_token(std::string_view text) {
  if (text.empty() || text.size() > kTokenBytesMax) return false;
  const std::vector<std::string_view> parts = split(text, '.');
  if (parts.size() != 3 || parts[0].empty() || parts[1].empty()) return false;
  for (const char c : text) {
    if (c != '.' && c != '=' && base64url_digit(c) < 0) return false;
  }
  return true;
}

TokenClaims read_claims(std::string_view token) {
  TokenClaims claims;
  if (!looks_like_token(token)) return claims;
  const std::optional<std::string> payload = decode_base64url(split(token, '.')[1]);
  if (!payload) return claims;
  const Json object = Json::parse(*payload, nullptr, false);
  if (!object.is_object()) return claims;
  claims.subject = shorten(read_text(object, "sub"), 200);
  claims.expires_unix_s = read_seconds(object, "exp");
  claims.issued_unix_s = read_seconds(object, "iat");
  const auto modules = object.find("modulesAllowed");
  if (modules != object.end() && modules->is_array()) {
    for (const Json& module : *modules) {
      if (claims.modules.size() == kModulesMax) break;
      if (module.is_string()) claims.modules.push_back(shorten(module.get<std::string>(), 100));
    }
  }
  return claims;
}

std::string token_from_body(std::string_view body) {
  body = trim(body);
  if (looks_like_token(body)) return std::string(body);
  if (body.empty() || body.size() > 2 * kTokenBytesMax || body.front() != '{') return {};
  const Json object = Json::parse(body, nullptr, false);
  if (!object.is_object()) return {};
  for (const char* name : {"access_token", "accessToken", "token", "id_token", "idToken", "jwt"}) {
    const std::string text = read_text(object, name);
    if (looks_like_token(text)) return text;
  }
  return {};
}

}  // namespace sluice
