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

#include "base/random.h"
#include "base/time.h"

namespace sluice::sim {

// The oldest token is forgotten when there are more.
inline constexpr size_t kTokensMax = 10000;

class Tokens {
 public:
  Tokens(uint64_t seed, int lifetime_s, bool has_exp);

  // `now_s` is the wall clock, for `iat` and `exp`; `now` decides about expiry.
  std::string issue(size_t account, std::string_view username, Instant now, int64_t now_s);
  // Whose token it is; nothing for a token that is unknown, expired or revoked.
  std::optional<size_t> account_of(std::string_view token, Instant now) const;
  void revoke_all();

 private:
  struct Grant {
    size_t account = 0;
    Instant expires;
    uint64_t number = 0;
  };

  void forget_oldest();

  Random random_;
  int lifetime_s_;
  bool has_exp_;
  uint64_t issued_ = 0;
  std::map<std::string, Grant, std::less<>> grants_;
};

}  // namespace sluice::sim
