#include "sim/sign_in.h"

#include <utility>

#include "base/text.h"
#include "sim/wire.h"

namespace sluice::sim {
namespace {

bool is_form(const Headers& headers) {
  const std::optional<std::string_view> type = headers.find("Content-Type");
  if (!type) return false;
  return equals_ignoring_case(trim(type->substr(0, type->find(';'))), "application/x-www-form-urlencoded");
}

}  // namespace

std::optional<AuthDoor> auth_door(std::string_view path) {
  if (path == "/auth") return AuthDoor::kPassword;
  if (path == "/auth/oidc") return AuthDoor::kUserClient;
  if (path == "/auth/oauth") return AuthDoor::kSubscriptionClient;
  return std::nullopt;
}

SignIn::SignIn(std::vector<Account> accounts, std::vector<ApiClient> clients, int status, Tokens& tokens)
    : accounts_(std::move(accounts)), clients_(std::move(clients)), status_(status), tokens_(tokens) {}

std::optional<size_t> SignIn::find_account(std::string_view username) const {
  for (size_t i = 0; i < accounts_.size(); ++i) {
    if (accounts_[i].username == username) return i;
  }
  return std::nullopt;
}

Reply SignIn::answer(AuthDoor door, const Headers& headers, std::string_view body, Instant now, int64_t now_s) {
  return door == AuthDoor::kPassword ? sign_in_user(headers, body, now, now_s)
                                     : sign_in_client(door, headers, now, now_s);
}

Reply SignIn::grant(size_t account, std::string_view credential_type, bool dies_with_user, Instant now, int64_t now_s) {
  TokenClaims claims;
  claims.username = accounts_[account].username;
  claims.modules = modules_of(accounts_[account]);
  claims.credential_type = std::string(credential_type);
  claims.dies_with_user = dies_with_user;
  return plain_reply(status_, tokens_.issue(account, claims, now, now_s));
}

Reply SignIn::sign_in_user(const Headers& headers, std::string_view body, Instant now, int64_t now_s) {
  if (!is_form(headers)) return plain_reply(415, "The body must be application/x-www-form-urlencoded.");
  const std::vector<Field> form = read_fields(body);
  const Field* username = find_field(form, "username");
  const Field* password = find_field(form, "password");
  const Field* token = find_field(form, "token");
  if (username == nullptr || password == nullptr) return plain_reply(400, "username and password are required.");
  if (token == nullptr || token->value != "true") return plain_reply(400, "token=true is required.");
  const std::optional<size_t> place = find_account(username->value);
  const bool known = place && username->sound && password->sound && accounts_[*place].password == password->value;
  if (!known) return plain_reply(401, "Authentication failed: unknown user or wrong password.");
  if (accounts_[*place].sso) return plain_reply(401, "Authentication failed: this account signs in by SSO.");
  if (inactive_.count(*place) != 0) return plain_reply(401, "Authentication failed: this user is deactivated.");
  return grant(*place, "UsernamePasswordCredential", true, now, now_s);
}

Reply SignIn::sign_in_client(AuthDoor door, const Headers& headers, Instant now, int64_t now_s) {
  const std::optional<std::string_view> id = headers.find("clientId");
  const std::optional<std::string_view> secret = headers.find("clientSecret");
  if (!id || !secret) return plain_reply(400, "The headers clientId and clientSecret are required.");
  if (headers.find("encrypted")) return plain_reply(400, "Encrypted tokens are not given out.");
  for (const ApiClient& client : clients_) {
    const bool right_door = client.subscription_level == (door == AuthDoor::kSubscriptionClient);
    const std::optional<size_t> place = find_account(client.username);
    if (client.id != *id || !right_door || !place) continue;
    if (client.secret != *secret) return plain_reply(401, "Invalid client credentials");
    const bool user_gone = !client.subscription_level && inactive_.count(*place) != 0;
    if (user_gone) return plain_reply(401, "Authentication failed: this user is deactivated.");
    return grant(*place, "ClientCredential", !client.subscription_level, now, now_s);
  }
  return plain_reply(401, "Invalid Client ID");
}

void SignIn::deactivate(std::string_view username) {
  const std::optional<size_t> place = find_account(username);
  if (!place) return;
  inactive_.insert(*place);
  tokens_.revoke_with_user(*place);
}

}  // namespace sluice::sim
