// The doors of /auth (api-reference.md 3.1, 3.3): a user with a form, an API client with its id and secret in headers.
// A good login answers the bare token. Choices where the documents are silent:
//
// - /auth answers 415 to another Content-Type, 400 to a form without its fields, and to a wrong login, an SSO account
//   and a deactivated user the same 401 in different words.
// - A client that comes to the other kind's door is told `Invalid Client ID` with 401, as is an unknown one; a wrong
//   secret is 401 in other words, a missing header 400. Its body is not looked at. An encrypted token (header
//   `encrypted`) is refused with 400: there is none here.
// - A token says with which modules its account works; a subscription's client outlives the deactivation of its user.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "sim/accounts.h"
#include "sim/replies.h"
#include "sim/tokens.h"

namespace sluice::sim {

enum class AuthDoor { kPassword, kUserClient, kSubscriptionClient };
// "/auth", "/auth/oidc", "/auth/oauth"; nothing for another path.
std::optional<AuthDoor> auth_door(std::string_view path);

class SignIn {
 public:
  // `tokens` must outlive it. `status` is what a good login answers, 200 or 201.
  SignIn(std::vector<Account> accounts, std::vector<ApiClient> clients, int status, Tokens& tokens);

  // A POST that has come to a door.
  Reply answer(AuthDoor door, const Headers& headers, std::string_view body, Instant now, int64_t now_s);
  const Account& account(size_t place) const { return accounts_[place]; }
  // The user signs in no more, and the tokens that are bound to him end.
  void deactivate(std::string_view username);

 private:
  Reply sign_in_user(const Headers& headers, std::string_view body, Instant now, int64_t now_s);
  Reply sign_in_client(AuthDoor door, const Headers& headers, Instant now, int64_t now_s);
  Reply grant(size_t account, std::string_view credential_type, bool dies_with_user, Instant now, int64_t now_s);
  std::optional<size_t> find_account(std::string_view username) const;

  std::vector<Account> accounts_;
  std::vector<ApiClient> clients_;
  std::set<size_t> inactive_;
  int status_;
  Tokens& tokens_;
};

}  // namespace sluice::sim
