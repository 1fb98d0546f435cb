// Stories of one OT pull each: the three lists, versions that die, rows that move, scopes, limits shared with Mobile.

#include <gtest/gtest.h>

#include <memory>

#include "ot_truth.h"
#include "sim/living_inventory.h"
#include "sim/world.h"

namespace sluice::sim {
namespace {

WorldOptions plant(size_t hosts = 100) {
  WorldOptions options;
  options.dataset.assets = 20;
  options.gateway.ot.hosts = hosts;
  return options;
}

PullRequest of(std::string source, int64_t page_size = 30) {
  PullRequest request;
  request.source = std::move(source);
  request.page_size = page_size;
  return request;
}

void sign_in(World& world, std::string_view login = kManagerLogin) {
  ASSERT_EQ(world.sign_in(std::string(login), std::string(kRehearsalPassword)).state, SessionState::kSignedIn);
}

RunState pull(World& world, const PullRequest& request) {
  const Result<std::string> asked = world.pull(request);
  EXPECT_TRUE(asked.ok()) << (asked.ok() ? "" : asked.error().message);
  return world.run();
}

const Table& table_of(World& world, std::string_view source) {
  return *world.client().store(source)->tables().front();
}

void expect_truth(World& world, std::string_view source) {
  EXPECT_EQ(ot_difference(ot_rows(world.ot_dataset(), source), table_of(world, source)), "");
  EXPECT_TRUE(world.violations().empty()) << world.violations().front();
}

TEST(OtScenario, EachOfTheThreeListsComesWholeWithEveryValueAsItWasSpelled) {
  for (const std::string source : {"ot.hosts", "ot.detections", "ot.projectFiles"}) {
    World world(plant());
    sign_in(world);
    EXPECT_EQ(pull(world, of(source)), RunState::kComplete) << source << ": " << world.client().run().message;
    expect_truth(world, source);
    EXPECT_EQ(world.client().run().total, ot_rows(world.ot_dataset(), source).size());
    EXPECT_EQ(world.client().run().duplicates, 0u);
  }
}

TEST(OtScenario, OneSourceLeavesTheTablesOfTheOthersAsTheyAre) {
  World world(plant());
  sign_in(world);
  pull(world, of("ot.hosts"));
  const Manifest before = world.client().manifest(world.now(), "ot.hosts");
  pull(world, of("ot.projectFiles"));
  PullRequest mobile;
  EXPECT_EQ(pull(world, mobile), RunState::kComplete);
  expect_truth(world, "ot.hosts");
  expect_truth(world, "ot.projectFiles");
  EXPECT_EQ(world.client().store()->assets().live_count(), 20u);
  EXPECT_EQ(world.client().manifest(world.now(), "ot.hosts").to_json(), before.to_json());
  EXPECT_EQ(world.client().manifest_of(world.now(), "ot.hosts").run_id, before.run_id);
}

TEST(OtScenario, WithoutTheCountTheListEndsAtAShortPage) {
  WorldOptions options = plant();
  options.gateway.count_header = false;
  for (const int64_t page_size : {30, 50, 100}) {
    World world(options);
    sign_in(world);
    EXPECT_EQ(pull(world, of("ot.hosts", page_size)), RunState::kComplete);
    EXPECT_EQ(world.client().run().total, std::nullopt);
    expect_truth(world, "ot.hosts");
  }
}

TEST(OtScenario, AReaderGetsTheFiftyHostsThatWereAssigned) {
  World world(plant(100));
  sign_in(world, kReaderLogin);
  EXPECT_EQ(pull(world, of("ot.hosts")), RunState::kComplete);
  EXPECT_EQ(world.client().run().assets, 50u);
  EXPECT_EQ(ot_difference(world.ot_dataset().hosts, table_of(world, "ot.hosts"), false), "");
}

TEST(OtScenario, BothVersionsGiveTheSameFieldsAndCounts) {
  std::vector<std::string> seen;
  for (const std::string version : {"1.0", "v1"}) {
    World world(plant());
    sign_in(world);
    PullRequest request = of("ot.detections");
    request.api_version = version;
    EXPECT_EQ(pull(world, request), RunState::kComplete);
    const Table& table = table_of(world, "ot.detections");
    std::string shape = std::to_string(table.live_count());
    for (ColumnId column = 0; column < table.column_count(); ++column) {
      shape += " " + table.column(column).name + ":" + std::string(column_type_name(table.column(column).type));
    }
    seen.push_back(shape);
  }
  EXPECT_EQ(seen[0], seen[1]);
}

TEST(OtScenario, ARetiredVersionSaysSoAndIsNeverNoData) {
  for (const V1Life life : {V1Life::kGone404, V1Life::kGone410}) {
    WorldOptions options = plant();
    options.gateway.v1_life = life;
    World world(options);
    sign_in(world);
    PullRequest request = of("ot.hosts");
    request.api_version = "v1";
    EXPECT_EQ(pull(world, request), RunState::kFailed);
    EXPECT_NE(world.client().run().message.find("retired"), std::string::npos) << world.client().run().message;
    EXPECT_EQ(world.client().run().calls, 1u) << "asking again would give the same";
    EXPECT_EQ(pull(world, of("ot.hosts")), RunState::kComplete) << "the current version is another path";
  }
}

TEST(OtScenario, RowsThatAppearAtTheFrontMeanwhileAreAllThereAtTheEnd) {
  WorldOptions options = plant(90);
  options.gateway.ot_rows_to_come = 2;
  World world(options);
  sign_in(world);
  EXPECT_EQ(pull(world, of("ot.hosts", 20)), RunState::kComplete) << world.client().run().message;
  EXPECT_GT(world.client().run().duplicates, 0u) << "pushed onto a later page, they were seen twice";
  expect_truth(world, "ot.hosts");
}

TEST(OtScenario, NoProjectFilesIsAnEmptyListAndNotAWrongPath) {
  WorldOptions options = plant();
  options.gateway.ot.project_files = 0;
  World world(options);
  sign_in(world);
  EXPECT_EQ(pull(world, of("ot.projectFiles")), RunState::kComplete);
  EXPECT_EQ(world.client().run().assets, 0u);
  EXPECT_NE(world.client().run().message.find("Complete, but empty"), std::string::npos);
}

TEST(OtScenario, MobileAndOtSpendOneBudget) {
  WorldOptions options = plant();
  options.gateway.rate_limit = 8;
  World world(options);
  sign_in(world);
  PullRequest hosts = of("ot.hosts", 20);  // 5 calls
  hosts.reserve_calls = 0;
  EXPECT_EQ(pull(world, hosts), RunState::kComplete);
  const Instant before = world.now();
  PullRequest mobile;
  mobile.page_size = 5;  // 4 calls
  mobile.reserve_calls = 0;
  EXPECT_EQ(pull(world, mobile), RunState::kComplete);
  EXPECT_GT((world.now() - before).as_millis(), 3000 * 1000) << "the fourth waits for the first of the other API";
  EXPECT_EQ(world.gateway().counters().refused_rate, 0u);
}

TEST(OtScenario, AFilterOfTheGatewaysOwnIsSentAsItIs) {
  World world(plant());
  sign_in(world);
  PullRequest request = of("ot.hosts");
  request.parameters = {{"filter", "hardware.manufacturer:`Siemens`"}};
  EXPECT_EQ(pull(world, request), RunState::kComplete);
  const Table& table = table_of(world, "ot.hosts");
  ASSERT_GT(table.live_count(), 0u);
  EXPECT_LT(table.live_count(), 100u);
  const ColumnId manufacturer = *table.find_column("hardware.manufacturer");
  for (RowId row = 0; row < table.row_end(); ++row) EXPECT_EQ(cell_text(table.cell(row, manufacturer)), "Siemens");
}

TEST(OtScenario, AFilterThatTheGatewayRefusesIsShownInItsWords) {
  World world(plant());
  sign_in(world);
  PullRequest request = of("ot.hosts");
  request.parameters = {{"filter", "(hardware.type:"}};
  EXPECT_EQ(pull(world, request), RunState::kFailed);
  EXPECT_EQ(world.client().run().calls, 1u);
  EXPECT_NE(world.client().run().message.find("Invalid filter"), std::string::npos) << world.client().run().message;
}

// Rows that vanish pull others over to pages that have been read: the count tells, and the list is swept again.
TEST(OtScenario, RecordsThatVanishMeanwhileCostNoneOfThoseThatStandStill) {
  size_t swept_again = 0;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    World world(plant(80));
    LivingInventory living(std::make_shared<const Dataset>(world.dataset()),
                           std::make_shared<const OtDataset>(world.ot_dataset()), seed, {.appear = false});
    sign_in(world);
    for (int step = 0; step < 4; ++step) {
      world.later(Duration::millis(100 + step * 180), "the inventory changes", [&] {
        living.step();
        world.gateway().set_ot_dataset(living.ot());
      });
    }
    const RunState state = pull(world, of("ot.hosts", 10));
    swept_again += world.client().run().pages > 8 ? 1 : 0;
    const std::string wrong = ot_living_difference(living.record_lives(OtList::kHosts), table_of(world, "ot.hosts"),
                                                   state == RunState::kComplete);
    EXPECT_EQ(wrong, "") << seed << ": " << world.client().run().message;
    EXPECT_TRUE(world.violations().empty()) << world.violations().front();
  }
  EXPECT_GT(swept_again, 0u) << "the worlds did not show what they were made for";
}

}  // namespace
}  // namespace sluice::sim
