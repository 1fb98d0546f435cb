#include "session/jwt.h"

#include "fuzz/target.h"

namespace sluice::fuzz {

std::string run_jwt(std::string_view input) {
  const std::string token = token_from_body(input);
  if (!token.empty() && !looks_like_token(token)) return "it took for a token what does not look like one: " + token;
  for (const char c : token) {
    if (static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) >= 0x7F)
      return "a token that no header can hold";
  }
  read_claims(token);
  const TokenClaims claims = read_claims(input);
  if (!looks_like_token(input) && (claims.expires_unix_s || !claims.subject.empty() || !claims.modules.empty()))
    return "claims of what is no token";
  if (const std::optional<std::string> bytes = decode_base64url(input); bytes && bytes->size() > input.size())
    return "more bytes than digits";
  return {};
}

}  // namespace sluice::fuzz
