#include "ui/widening.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sluice::ui {
namespace {

bool offered(const std::vector<Widening>& offers, std::string_view id) {
  return std::any_of(offers.begin(), offers.end(), [&](const Widening& offer) { return offer.id == id; });
}

TEST(Widening, NamesWhatWasSentWithoutWhatOnlyShapesTheAnswer) {
  const ParameterValues sent = {{"action", "list"},    {"truncation_limit", "100"}, {"show_results", "0"},
                                {"qids", "1"},         {"id_min", "5"},             {"includeFields", "hardware"}};
  EXPECT_EQ(sent_filters(sources()[0], sent), (ParameterValues{{"qids", "1"}, {"includeFields", "hardware"}}));
}

TEST(Widening, OffersToDropEachFilterThatTheFormStillHas) {
  const ParameterValues sent = {{"action", "list"}, {"qids", "1"}, {"detection_updated_since", "2026-01-01"}};
  RequestForm form(sources()[0]);
  form.set_values(sent);
  std::vector<Widening> offers = widenings_of(form, sent);
  ASSERT_EQ(offers.size(), 3u);
  EXPECT_EQ(offers[0].label, "Include De-enrolled and Ready for Re-enrollment");
  EXPECT_TRUE(offered(offers, "empty.widen.qids"));
  EXPECT_FALSE(differs(form, sent));
  for (const Widening& offer : offers) apply_widening(form, offer);
  EXPECT_EQ(form.values(), (ParameterValues{{"status", "Enrolled,De-enrolled,Ready for Re-enrollment"}}));
  EXPECT_TRUE(differs(form, sent));
  EXPECT_TRUE(widenings_of(form, sent).empty());
}

TEST(Widening, OffersOnlyTheStatusesThatAreMissing) {
  RequestForm form(sources()[0]);
  form.set_values({{"status", "Enrolled,De-enrolled"}});
  EXPECT_EQ(widenings_of(form, {}).front().label, "Include Ready for Re-enrollment");
}

TEST(Widening, DropsAllOfTheTagsTogether) {
  const ParameterValues sent = {{"use_tags", "1"}, {"tag_set_include", "x"}, {"tag_set_by", "name"}};
  RequestForm form(sources()[0]);
  form.set_values(sent);
  for (const Widening& offer : widenings_of(form, sent)) {
    if (offer.id == "empty.widen.tags") apply_widening(form, offer);
  }
  EXPECT_TRUE(form.values().empty());
}

TEST(Widening, DropsTheFilterOfAnOtSource) {
  const ParameterValues sent = {{"filter", "vendor:`Acme`"}, {"pageNumber", "0"}, {"pageSize", "100"}};
  RequestForm form(*find_source("ot.hosts"));
  form.set_values({sent[0]});
  const std::vector<Widening> offers = widenings_of(form, sent);
  ASSERT_EQ(offers.size(), 1u);
  EXPECT_EQ(offers[0].label, "Drop the filter");
}

}  // namespace
}  // namespace sluice::ui
