// What can be read from a JSON Web Token without its key: when it ends and whom it names. Nothing in it is trusted for
// anything but scheduling and display (api-reference.md 3.2). A token that cannot be read is not an error: the
// gateway alone decides what it accepts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

inline constexpr size_t kTokenBytesMax = 64 * 1024;

struct TokenClaims {
  std::string subject;                      // "sub", "" when absent
  std::optional<int64_t> expires_unix_s;    // "exp"
  std::optional<int64_t> issued_unix_s;     // "iat"
  std::vector<std::string> modules;         // "modulesAllowed"
};

// Three base64url parts joined by dots, within kTokenBytesMax.
bool looks_like_token(std::string_view text);
TokenClaims read_claims(std::string_view token);

// The token in an answer of /auth: the whole body, trimmed, or one of the members that tolerant clients know
// (access_token, accessToken, token, id_token, idToken, jwt) of a JSON object (api-reference.md 3.1). Empty when the
// body is something else.
std::string token_from_body(std::string_view body);

// base64url without padding (padding is tolerated); empty when a character does not belong.
std::optional<std::string> decode_base64url(std::string_view text);

}  // namespace sluice
