// The bearer tokens that the gateway has given out (api-reference.md 3.1, 3.2): shaped like the vendor's, a header that
// says HS512, claims, and 64 bytes that look like a signature. Nothing is signed: a token is good when it is one of
// those issued, is not expired and was not revoked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/time.h"

namespace sluice::sim {

struct TokenClaims {
  std::string username;
  std::vector<std::string> modules;  // `modulesAllowed`
  std::string credential_type = "UsernamePasswordCredential";
  bool dies_with_user = true;  // false: a subscription's client (api-reference.md 3.3)
};

// The oldest token is forgotten when there are more.
inline constexpr size_t kTokensMax = 10000;

class Tokens {
 public:
  Tokens(uint64_t seed, int lifetime_s, bool has_exp);

  // `now_s` is the wall clock, for `iat` and `exp`; `now` decides about expiry.
  std::string issue(size_t account, const TokenClaims& claims, Instant now, int64_t now_s);
  // Whose token it is; nothing for a token that is unknown, expired or revoked.
  std::optional<size_t> account_of(std::string_view token, Instant now) const;
  void revoke_all();
  void revoke_with_user(size_t account);  // those of that account that die with their user

 private:
  struct Grant {
    size_t account = 0;
    Instant expires;
    uint64_t number = 0;
    bool dies_with_user = true;
  };

  void forget_oldest();

  Random random_;
  int lifetime_s_;
  bool has_exp_;
  uint64_t issued_ = 0;
  std::map<std::string, Grant, std::less<>> grants_;
};

}  // namespace sluice::sim
