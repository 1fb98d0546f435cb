// Who may sign in to the simulated gateway: users with a password and API clients with a secret (api-reference.md 3),
// what each is allowed to do, and which part of the inventories belongs to whom. The presets are those that README.md
// prints; all secrets here are public.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::sim {

struct Account {
  std::string username;
  std::string password;
  bool mobile_module = true;      // else "User doesn't have VMDR Mobile access."
  bool mobile_permission = true;  // else "User is not authorized to run the VMDR Mobile API."
  int scope_percent = 100;        // Manager 100; a Reader sees a fixed subset of the assets
  bool ot_module = true;          // else 404 without `_error`
  bool ot_permission = true;      // VMDR OT.API.ACCESS; else 403
  bool ot_ui_permission = true;   // without it only half of the scope shows (api-reference.md 3.4)
  bool access_check_works = true;  // else 500 "Error occurred while checking user access"
  bool sso = false;               // a password does not sign it in
};

// A client belongs to an account and sees what that account sees.
struct ApiClient {
  std::string id;
  std::string secret;
  bool subscription_level = false;  // signs in at /auth/oauth, else at /auth/oidc
  std::string username;             // the account's
};

// The logins of default_accounts(); all have one password.
inline constexpr std::string_view kManagerLogin = "acme_mg1";       // sees every asset
inline constexpr std::string_view kReaderLogin = "acme_rd1";        // sees half of them
inline constexpr std::string_view kNoPermissionLogin = "acme_np1";  // lacks the API permissions of both modules
inline constexpr std::string_view kNoModuleLogin = "acme_nm1";      // lacks both modules
inline constexpr std::string_view kSsoLogin = "acme_so1";           // signs in by SSO alone, so 401 here
inline constexpr std::string_view kAccessCheckLogin = "acme_ac1";   // the gateway fails when it checks its rights
inline constexpr std::string_view kNoUiLogin = "acme_nu1";          // may use the OT API but not OT's UI
inline constexpr std::string_view kRehearsalPassword = "rehearsal";

// The clients of default_clients(), both of the Manager's account.
inline constexpr std::string_view kUserClientId = "acme-user-client";
inline constexpr std::string_view kSubscriptionClientId = "acme-subscription-client";
inline constexpr std::string_view kClientSecret = "rehearsal-secret";

std::vector<Account> default_accounts();
std::vector<ApiClient> default_clients();

// The module codes of a token's `modulesAllowed`; those of VMDR Mobile and VMDR OT are not known and are ours.
std::vector<std::string> modules_of(const Account& account);

// Whether a mobile asset belongs to an account's scope: the same assets each time, whatever else exists.
bool in_scope(const Account& account, int64_t asset_id);
// The same for an OT host by its rank. Of any hundred hosts in a row exactly scope_percent are in.
bool in_ot_scope(const Account& account, size_t rank);

}  // namespace sluice::sim
