#include "sim/tokens.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "sim/wire.h"

namespace sluice::sim {
namespace {

constexpr size_t kSignatureBytes = 64;  // of HMAC with SHA-512

std::string random_bytes(Random& random, size_t count) {
  std::string bytes;
  for (size_t i = 0; i < count; ++i) bytes += static_cast<char>(random.below(256));
  return bytes;
}

}  // namespace

Tokens::Tokens(uint64_t seed, int lifetime_s, bool has_exp)
    : random_(seed), lifetime_s_(lifetime_s), has_exp_(has_exp) {}

std::string Tokens::issue(size_t account, const TokenClaims& subject, Instant now, int64_t now_s) {
  std::string claims = "{\"sub\":";
  append_json_string(claims, subject.username);
  claims +=
      ",\"loginResponse\":\"SUCCESSFUL\",\"successfulAuthenticationHandlers\":[\"RehearsalLoginHandler\"],"
      "\"iss\":\"qas\",\"aud\":\"qas\",\"ipAddress\":\"192.0.2.7\",\"portalUserId\":" +
      std::to_string(900100 + account) + ",\"qwebUserId\":" + std::to_string(500200 + account) +
      ",\"usertype\":\"fo\",\"credentialType\":";
  append_json_string(claims, subject.credential_type);
  claims += ",\"modulesAllowed\":[";
  for (const std::string& module : subject.modules) {
    if (claims.back() != '[') claims += ',';
    append_json_string(claims, module);
  }
  claims += "],\"jti\":\"" + std::to_string(++issued_) + "\"";
  if (has_exp_) {
    claims += ",\"iat\":" + std::to_string(now_s) + ",\"exp\":" + std::to_string(now_s + lifetime_s_);
  }
  claims += '}';
  std::string token = base64url("{\"alg\":\"HS512\"}") + "." + base64url(claims) + "." +
                      base64url(random_bytes(random_, kSignatureBytes));
  if (grants_.size() >= kTokensMax) forget_oldest();
  grants_[token] = {account, now + Duration::seconds(lifetime_s_), issued_, subject.dies_with_user};
  return token;
}

std::optional<size_t> Tokens::account_of(std::string_view token, Instant now) const {
  const auto found = grants_.find(token);
  if (found == grants_.end() || now >= found->second.expires) return std::nullopt;
  return found->second.account;
}

void Tokens::revoke_all() { grants_.clear(); }

void Tokens::revoke_with_user(size_t account) {
  for (auto at = grants_.begin(); at != grants_.end();) {
    const bool dies = at->second.account == account && at->second.dies_with_user;
    at = dies ? grants_.erase(at) : std::next(at);
  }
}

void Tokens::forget_oldest() {
  const auto oldest = std::min_element(grants_.begin(), grants_.end(),
                                       [](const auto& a, const auto& b) { return a.second.number < b.second.number; });
  grants_.erase(oldest);
}

}  // namespace sluice::sim
