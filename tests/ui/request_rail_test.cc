#include "ui/request_rail.h"

#include <gtest/gtest.h>

#include "api/mobile_api.h"
#include "ui/stage.h"

namespace sluice::ui {
namespace {

class RequestRailTest : public ::testing::Test {
 protected:
  RequestRailTest() {
    stage.show_panel([this](Frame& frame) { events = rail.draw(frame, Rect{0, 0, kRailWidth, 3000}, form); });
    stage.settle();
  }
  void open_all() {
    for (const char* group : {"tags", "general", "timestamps", "connection"}) {
      stage.click("request.group." + std::string(group));
    }
  }

  Stage stage{1280, 3000};
  RequestForm form{sources()[0]};
  RequestRail rail;
  RailEvents events;
};

TEST_F(RequestRailTest, OffersEveryDocumentedParameterButThoseOfTheEngine) {
  open_all();
  for (const Parameter& parameter : mobile_parameters()) {
    const bool there = stage.find("request." + std::string(parameter.name)) != nullptr;
    EXPECT_EQ(there, !parameter.ours) << parameter.name;
  }
}

TEST_F(RequestRailTest, AsksForNothingWhileAllIsAtItsDefault) {
  EXPECT_TRUE(form.values().empty());
  EXPECT_EQ(form.changed_count(), 0u);
  EXPECT_EQ(form.request().source, "mobile.assets");
  EXPECT_EQ(form.request().path, "");
}

TEST_F(RequestRailTest, SendsASwitchOnlyWhileItDiffersFromTheDefault) {
  EXPECT_EQ(stage.find("request.show_results")->value, "true") << "the gateway's default is 1";
  stage.click("request.show_results");
  EXPECT_EQ(form.values(), (ParameterValues{{"show_results", "0"}}));
  stage.click("request.show_results");
  EXPECT_TRUE(form.values().empty());
}

TEST_F(RequestRailTest, TakesTypedTextAndPutsItBackWithOneClick) {
  stage.click("request.severities");
  stage.type("4-5");
  EXPECT_EQ(form.values(), (ParameterValues{{"severities", "4-5"}}));
  EXPECT_FALSE(form.problem().has_value());
  stage.click("request.severities.reset");
  EXPECT_TRUE(form.values().empty());
  EXPECT_EQ(stage.find("request.severities")->value, "");
  EXPECT_EQ(stage.find("request.severities.reset"), nullptr);
}

TEST_F(RequestRailTest, TellsAWrongValueInTheGatewaysWordsAsItIsTyped) {
  stage.click("request.severities");
  stage.type("9");
  const Widget* problem = stage.find("request.severities.problem");
  ASSERT_NE(problem, nullptr);
  EXPECT_EQ(problem->label.rfind("parameter severities has invalid value: 9", 0), 0u) << problem->label;
  EXPECT_EQ(form.problem(), problem->label);
}

TEST_F(RequestRailTest, OffersTheDocumentedStatusesAndKeepsTheirOrder) {
  stage.click("request.status");
  stage.click("request.status.Ready for Re-enrollment");
  stage.click("request.status.De-enrolled");
  EXPECT_EQ(form.values(), (ParameterValues{{"status", "Enrolled,De-enrolled,Ready for Re-enrollment"}}));
  EXPECT_FALSE(form.problem().has_value());
  stage.click("request.status.Ready for Re-enrollment");
  stage.click("request.status.De-enrolled");
  EXPECT_TRUE(form.values().empty()) << "Enrolled alone is the default";
}

TEST_F(RequestRailTest, ChoosesAmongTheValuesOfAnEnum) {
  stage.click("request.group.tags");
  stage.click("request.tag_set_by");
  stage.click("request.tag_set_by.name");
  EXPECT_EQ(form.values(), (ParameterValues{{"tag_set_by", "name"}}));
}

TEST_F(RequestRailTest, OffersBothDocumentedPaths) {
  stage.click("request.group.connection");
  stage.click("request.path");
  stage.click("request.path.xapi_v1");
  EXPECT_EQ(form.request().path, kMobilePathOld);
  EXPECT_EQ(form.changed_count(), 1u);
  stage.click("request.path.reset");
  EXPECT_EQ(form.request().path, "");
}

TEST_F(RequestRailTest, TakesValuesFromOutsideAndDropsWhatItDoesNotKnow) {
  form.set_values({{"qids", "610001"}, {"nonsense", "1"}, {"show_results", "1"}, {"action", "list"}});
  EXPECT_EQ(form.values(), (ParameterValues{{"qids", "610001"}})) << "show_results=1 is the default";
  stage.settle();
  stage.click("request.reset");
  EXPECT_TRUE(form.values().empty());
}

TEST_F(RequestRailTest, OpensTheGroupOfAWrongValueAndFocusesItsField) {
  form.set_values({{"tag_set_include", ","}});
  stage.settle();
  ASSERT_EQ(stage.find("request.tag_set_include"), nullptr) << "its group is closed at first";
  ASSERT_TRUE(form.problem().has_value());
  rail.focus(form, form.problem_id());
  stage.settle();
  ASSERT_NE(stage.find("request.tag_set_include"), nullptr);
  EXPECT_TRUE(stage.find("request.tag_set_include")->focused);
}

}  // namespace
}  // namespace sluice::ui
