#include "ui/help.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

TEST(Links, AreHttpWithAHost) {
  EXPECT_TRUE(is_link("https://example.com/feed.xml"));
  EXPECT_TRUE(is_link(" http://intranet/feed "));
  for (const char* wrong : {"", "example.com", "javascript:alert(1)", "https://", "https:///x", "file:///etc/passwd",
                            "https://a b"}) {
    EXPECT_FALSE(is_link(wrong)) << wrong;
  }
}

class HelpTest : public ::testing::Test {
 protected:
  HelpTest() {
    stage.show_panel([this](Frame& frame) { help.draw(frame); });
    help.open();
    stage.settle();
  }
  Stage stage;
  Help help;
};

TEST_F(HelpTest, KeepsAnAddressOfTheFeedOnceItIsOne) {
  EXPECT_EQ(stage.find("feed.address")->value, "") << "none is invented";
  EXPECT_FALSE(stage.find("feed.open")->enabled);
  stage.click("feed.address");
  stage.type("https");
  EXPECT_FALSE(stage.intents.set_feed.has_value());
  stage.type("://example.com/feed");
  EXPECT_EQ(stage.intents.set_feed, "https://example.com/feed");
  stage.click("feed.open");
  EXPECT_EQ(stage.intents.open_link, "https://example.com/feed");
}

TEST_F(HelpTest, Closes) {
  stage.click("help.close");
  EXPECT_FALSE(help.is_open());
  EXPECT_EQ(stage.find("feed.address"), nullptr);
}

}  // namespace
}  // namespace sluice::ui
