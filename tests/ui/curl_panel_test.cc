#include "ui/curl_panel.h"

#include <gtest/gtest.h>

#include "ui/stage.h"

namespace sluice::ui {
namespace {

class CurlPanelTest : public ::testing::Test {
 protected:
  CurlPanelTest() {
    stage.show_panel([this](Frame& frame) {
      if (const auto call = panel.draw(frame)) taken = *call;
    });
    panel.open();
    stage.settle();
  }
  void paste(const char* text) {
    ImGui::SetClipboardText(text);
    stage.click("curl.text");
    stage.key(ImGuiKey_A, ImGuiMod_Ctrl);
    stage.key(ImGuiKey_V, ImGuiMod_Ctrl);
  }

  Stage stage;
  CurlPanel panel;
  std::optional<PastedCall> taken;
};

constexpr char kLine[] =
    "curl -X GET \"https://gateway.qg1.apps.qualys.com/ot/v1/host/list?filter=vendor%3ASiemens\" \\\n"
    " -H \"Authorization: Bearer eyJsecret\"";

TEST_F(CurlPanelTest, ShowsWhatWasUnderstoodAndFillsTheForm) {
  EXPECT_FALSE(stage.find("curl.fill")->enabled);
  paste(kLine);
  ASSERT_NE(stage.find("curl.understood"), nullptr);
  EXPECT_EQ(stage.find("curl.understood")->label, "ot.hosts");
  stage.click("curl.fill");
  ASSERT_TRUE(taken.has_value());
  EXPECT_EQ(taken->source, "ot.hosts");
  EXPECT_EQ(taken->version, "v1");
  EXPECT_FALSE(panel.is_open());
}

TEST_F(CurlPanelTest, SaysWhatIsWrongWithALine) {
  paste("wget something");
  ASSERT_NE(stage.find("curl.problem"), nullptr);
  EXPECT_FALSE(stage.find("curl.fill")->enabled);
}

TEST_F(CurlPanelTest, ForgetsTheLineWhenItIsClosed) {
  paste(kLine);
  stage.click("curl.cancel");
  EXPECT_FALSE(panel.is_open());
  panel.open();
  stage.settle();
  EXPECT_EQ(stage.find("curl.text")->value, "");
  EXPECT_FALSE(taken.has_value());
}

}  // namespace
}  // namespace sluice::ui
