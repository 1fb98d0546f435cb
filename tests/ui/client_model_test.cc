#include "ui/client_model.h"

#include <gtest/gtest.h>

namespace sluice::ui {
namespace {

TEST(ClientModel, HasAViewOfEverySourceBeforeAnyRun) {
  Client client(ClientOptions{});
  ClientModel from;
  Model model;
  from.fill(client, Instant{1000000}, model);
  ASSERT_EQ(model.sources.size(), sources().size());
  for (size_t i = 0; i < model.sources.size(); ++i) {
    EXPECT_EQ(model.sources[i].source, &sources()[i]);
    EXPECT_EQ(model.sources[i].store, nullptr);
    EXPECT_EQ(model.sources[i].run.state, RunState::kIdle);
    EXPECT_EQ(model.sources[i].manifest, nullptr);
  }
}

TEST(ClientModel, TellsAFinishedRunFromItsManifest) {
  Manifest manifest;
  manifest.run_id = "r1";
  manifest.source = "ot.hosts";
  manifest.state = "partial";
  manifest.why = "The run was cut.";
  manifest.assets = 40;
  manifest.quarantined = 2;
  manifest.pages.resize(3);
  const RunStatus run = run_of(manifest);
  EXPECT_EQ(run.state, RunState::kPartial);
  EXPECT_EQ(run.source, "ot.hosts");
  EXPECT_EQ(run.assets, 40u);
  EXPECT_EQ(run.quarantined, 2u);
  EXPECT_EQ(run.pages, 3u);
  manifest.state = "";
  EXPECT_EQ(run_of(manifest).state, RunState::kIdle);
}

}  // namespace
}  // namespace sluice::ui
