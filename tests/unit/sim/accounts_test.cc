#include "sim/accounts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace sluice::sim {
namespace {

TEST(Accounts, EachPresetDiffersFromTheManagerInOneThing) {
  const std::vector<Account> accounts = default_accounts();
  std::set<std::string> names;
  for (const Account& account : accounts) {
    EXPECT_EQ(account.password, kRehearsalPassword);
    EXPECT_TRUE(names.insert(account.username).second);
  }
  EXPECT_EQ(accounts[0].username, kManagerLogin);
  EXPECT_EQ(accounts[1].scope_percent, 50);
  EXPECT_FALSE(accounts[2].mobile_permission || accounts[2].ot_permission);
  EXPECT_FALSE(accounts[3].mobile_module || accounts[3].ot_module);
  EXPECT_TRUE(accounts[4].sso);
  EXPECT_FALSE(accounts[5].access_check_works);
  EXPECT_FALSE(accounts[6].ot_ui_permission);
}

TEST(Accounts, TheClientsAreTheManagersOneOfEachKind) {
  const std::vector<ApiClient> clients = default_clients();
  ASSERT_EQ(clients.size(), 2u);
  EXPECT_EQ(clients[0].id, kUserClientId);
  EXPECT_FALSE(clients[0].subscription_level);
  EXPECT_TRUE(clients[1].subscription_level);
  for (const ApiClient& client : clients) EXPECT_EQ(client.username, kManagerLogin);
}

TEST(Accounts, ModulesFollowWhatTheAccountHas) {
  const auto has = [](const Account& account, const char* module) {
    const std::vector<std::string> modules = modules_of(account);
    return std::count(modules.begin(), modules.end(), module) == 1;
  };
  const std::vector<Account> accounts = default_accounts();
  EXPECT_TRUE(has(accounts[0], "SEM") && has(accounts[0], "VMDR OT"));
  EXPECT_FALSE(has(accounts[3], "SEM") || has(accounts[3], "VMDR OT"));
  EXPECT_TRUE(has(accounts[3], "ADMIN"));
}

TEST(Accounts, OfAnyHundredOtHostsAScopeHoldsItsShare) {
  Account account;
  for (const int percent : {0, 1, 37, 50, 99, 100, 140, -3}) {
    account.scope_percent = percent;
    for (const size_t start : {size_t{0}, size_t{41}, size_t{12345}}) {
      int inside = 0;
      for (size_t rank = start; rank < start + 100; ++rank) inside += in_ot_scope(account, rank) ? 1 : 0;
      EXPECT_EQ(inside, std::clamp(percent, 0, 100)) << percent;
    }
  }
}

TEST(Accounts, ASmallerScopeLiesWithinALargerOne) {
  Account narrow, wide;
  narrow.scope_percent = 30;
  wide.scope_percent = 60;
  for (size_t i = 0; i < 1000; ++i) {
    const auto id = static_cast<int64_t>(i);
    EXPECT_TRUE(in_ot_scope(wide, i) || !in_ot_scope(narrow, i)) << i;
    EXPECT_TRUE(in_scope(wide, id) || !in_scope(narrow, id)) << i;
  }
}

}  // namespace
}  // namespace sluice::sim
