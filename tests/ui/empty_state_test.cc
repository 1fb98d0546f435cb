#include "ui/empty_state.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

constexpr Rect kBox{0, 0, 900, 600};

class EmptyStateTest : public ::testing::Test {
 protected:
  void show(std::function<EmptyChoice(Frame&)> draw) {
    stage.show_panel([this, draw = std::move(draw)](Frame& frame) {
      if (const EmptyChoice now = draw(frame); now != EmptyChoice::kNone) choice = now;
    });
    stage.settle();
  }

  Stage stage;
  EmptyChoice choice = EmptyChoice::kNone;
};

TEST_F(EmptyStateTest, OffersToSignInOrToRehearseBeforeAnything) {
  show([](Frame& frame) { return draw_no_run(frame, kBox); });
  stage.click("empty.rehearse");
  EXPECT_EQ(choice, EmptyChoice::kRehearse);
  stage.click("empty.sign_in");
  EXPECT_EQ(choice, EmptyChoice::kSignIn);
}

TEST_F(EmptyStateTest, OffersToPullOnceSignedIn) {
  sign_in(stage.model);
  show([](Frame& frame) { return draw_no_run(frame, kBox); });
  EXPECT_EQ(stage.find("empty.sign_in"), nullptr);
  stage.click("empty.pull");
  EXPECT_EQ(choice, EmptyChoice::kPull);
}

TEST_F(EmptyStateTest, ExplainsAZeroResultByWhatWasSentAndOffersToWiden) {
  sign_in(stage.model);
  stage.model.run.state = RunState::kComplete;
  Manifest manifest;
  manifest.parameters = {{"action", "list"}, {"os_pattern", "^Symbian"}, {"truncation_limit", "100"}};
  stage.model.sources[0].manifest = &manifest;
  RequestForm form{sources()[0]};
  form.set_values(manifest.parameters);
  std::optional<Widening> widen;
  show([&](Frame& frame) {
    const EmptyEvents events = draw_no_rows(frame, kBox, "assets", form);
    if (events.widen) widen = events.widen;
    return events.choice;
  });
  stage.click("empty.widen.os");
  ASSERT_TRUE(widen.has_value());
  EXPECT_EQ(choice, EmptyChoice::kNone) << "nothing is sent by that";
  apply_widening(form, *widen);
  stage.settle();
  EXPECT_EQ(stage.find("empty.widen.os"), nullptr) << "it is dropped already";
  EXPECT_NE(stage.find("empty.widen.status"), nullptr);
  stage.click("empty.pull");
  EXPECT_EQ(choice, EmptyChoice::kPull);
}

TEST(TermCounts, TellWhichPartOfAFilterLeavesNothing) {
  const auto store = small_store(10, 0);
  TermCounts counts;
  counts.ask(store->assets(), "os:iOS and os:Symbian", WallTime{kNow * 1000000});
  int steps = 0;
  while (counts.work(Fuel{3}) == Work::kMore) ASSERT_LT(++steps, 1000);
  ASSERT_EQ(counts.terms().size(), 2u);
  EXPECT_EQ(counts.terms()[0].text, "os:iOS");
  EXPECT_EQ(counts.terms()[0].rows, 5u);
  EXPECT_EQ(counts.terms()[1].rows, 0u);
}

TEST(TermCounts, BeginAnewWhenTheTableHasGrown) {
  const auto store = small_store(10, 0);
  TermCounts counts;
  counts.ask(store->assets(), "os:iOS os:Symbian", WallTime{kNow * 1000000});
  while (counts.work(Fuel{100}) == Work::kMore) {
  }
  append_assets(*store, 11, 12, 0);
  counts.ask(store->assets(), "os:iOS os:Symbian", WallTime{kNow * 1000000});
  EXPECT_FALSE(counts.done());
  while (counts.work(Fuel{100}) == Work::kMore) {
  }
  EXPECT_EQ(counts.terms()[0].rows, 6u);
}

}  // namespace
}  // namespace sluice::ui
