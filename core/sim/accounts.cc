#include "sim/accounts.h"

#include <algorithm>

namespace sluice::sim {
namespace {

uint64_t scattered(uint64_t x) {
  x = (x ^ (x >> 31)) * 0x7FB5D329728EA185u;
  x = (x ^ (x >> 27)) * 0x81DADEF4BC2DD44Du;
  return x ^ (x >> 33);
}

uint64_t share(int percent) { return static_cast<uint64_t>(std::clamp(percent, 0, 100)); }

}  // namespace

std::vector<Account> default_accounts() {
  const auto login = [](std::string_view name) {
    Account account;
    account.username = std::string(name);
    account.password = std::string(kRehearsalPassword);
    return account;
  };
  std::vector<Account> accounts = {login(kManagerLogin),  login(kReaderLogin), login(kNoPermissionLogin),
                                   login(kNoModuleLogin), login(kSsoLogin),    login(kAccessCheckLogin),
                                   login(kNoUiLogin)};
  accounts[1].scope_percent = 50;
  accounts[2].mobile_permission = false;
  accounts[2].ot_permission = false;
  accounts[3].mobile_module = false;
  accounts[3].ot_module = false;
  accounts[4].sso = true;
  accounts[5].access_check_works = false;
  accounts[6].ot_ui_permission = false;
  return accounts;
}

std::vector<ApiClient> default_clients() {
  const auto client = [](std::string_view id, bool subscription_level) {
    return ApiClient{std::string(id), std::string(kClientSecret), subscription_level, std::string(kManagerLogin)};
  };
  return {client(kUserClientId, false), client(kSubscriptionClientId, true)};
}

std::vector<std::string> modules_of(const Account& account) {
  std::vector<std::string> modules = {"ADMIN", "ASSET INVENTORY"};
  if (account.mobile_module) modules.emplace_back("SEM");
  if (account.ot_module) modules.emplace_back("VMDR OT");
  modules.emplace_back("VM SCANNER");
  return modules;
}

bool in_scope(const Account& account, int64_t asset_id) {
  if (account.scope_percent >= 100) return true;
  return scattered(static_cast<uint64_t>(asset_id)) % 100 < share(account.scope_percent);
}

bool in_ot_scope(const Account& account, size_t rank) {
  const uint64_t place = rank * 37 % 100;  // 37 and 100 have no common divisor
  return place < share(account.scope_percent) / (account.ot_ui_permission ? 1 : 2);
}

}  // namespace sluice::sim
