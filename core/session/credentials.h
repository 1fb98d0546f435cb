// What a session is opened with, and again for each renewal: a user name and password, or the id and secret of an API
// client (api-reference.md 3.1, 3.3). Move only, since it holds a secret.
#pragma once

#include <string>

#include "base/secret.h"

namespace sluice {

enum class ClientKind {
  kUser,          // POST /auth/oidc
  kSubscription,  // POST /auth/oauth
};

struct Credentials {
  std::string username;
  Secret password;
  bool renew = true;           // keep the secret for renewals
  std::string client_id = {};  // not empty: an API client; then username and password are not used
  Secret client_secret = {};
  ClientKind client_kind = ClientKind::kUser;
};

}  // namespace sluice
