#include "ui/request_form.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "api/mobile_api.h"

namespace sluice::ui {
namespace {

const Source& mobile() { return *find_source("mobile.assets"); }
const Source& hosts() { return *find_source("ot.hosts"); }

void put(RequestForm& form, std::string_view name, std::string text) {
  form.set_text(*form.find(name), std::move(text));
}

TEST(RequestForm, HasAFieldForEachDocumentedParameterButThoseOfTheEngine) {
  for (const Source& source : sources()) {
    const RequestForm form(source);
    for (const Parameter& parameter : parameters_of(source)) {
      EXPECT_EQ(form.find(parameter.name) != nullptr, !parameter.ours) << source.id << " " << parameter.name;
    }
  }
}

TEST(RequestForm, MarksACombinationThatTheGatewayRefuses) {
  RequestForm form(mobile());
  put(form, "detection_updated_since", "2026-02-01");
  EXPECT_FALSE(form.problem().has_value());
  put(form, "max_days_since_detection_updated", "7");
  ASSERT_TRUE(form.problem().has_value());
  EXPECT_NE(form.find("detection_updated_since")->problem, "");
  EXPECT_NE(form.find("max_days_since_detection_updated")->problem, "");
  EXPECT_EQ(form.problem_id(), "request.max_days_since_detection_updated");
  put(form, "detection_updated_since", "");
  EXPECT_FALSE(form.problem().has_value());
}

TEST(RequestForm, MarksTagsThatAreSetWithoutSelectingByTags) {
  RequestForm form(mobile());
  put(form, "tag_set_include", "Berlin");
  EXPECT_NE(form.find("tag_set_include")->problem, "");
  put(form, "use_tags", "1");
  EXPECT_EQ(form.find("tag_set_include")->problem, "");
}

TEST(RequestForm, SendsADefaultThatAnotherParameterDemands) {
  RequestForm form(mobile());
  form.set_values({{"use_tags", "1"}, {"tag_set_include", "1"}, {"tag_exclude_selector", "all"}});
  EXPECT_FALSE(form.problem().has_value()) << *form.problem();
  const ParameterValues values = form.values();
  const std::pair<std::string, std::string> demanded("tag_include_selector", "any");
  EXPECT_NE(std::find(values.begin(), values.end(), demanded), values.end());
}

TEST(RequestForm, TakesAPatternAsItWasTypedAndAsItWasPasted) {
  RequestForm form(mobile());
  put(form, "os_pattern", "^$");
  EXPECT_EQ(form.values(), (ParameterValues{{"os_pattern", "^$"}}));
  put(form, "os_pattern", "%5E%24");
  EXPECT_EQ(form.values(), (ParameterValues{{"os_pattern", "^$"}}));
}

TEST(RequestForm, PutsTheNumbersOfTheConnectionIntoTheRequest) {
  RequestForm form(hosts());
  put(form, "pageSize", "50");
  form.settings()[0].text = "2";
  form.settings()[1].text = " 30 ";
  form.version = "v1";
  form.check();
  const PullRequest request = form.request();
  EXPECT_EQ(request.source, "ot.hosts");
  EXPECT_EQ(request.page_size, 50);
  EXPECT_TRUE(request.parameters.empty()) << "the page size is the engine's to send";
  EXPECT_EQ(request.concurrency, 2);
  EXPECT_EQ(request.reserve_calls, 30);
  EXPECT_EQ(request.api_version, "v1");
  EXPECT_EQ(form.changed_count(), 4u);
  form.settings()[0].text = "99";
  form.check();
  EXPECT_EQ(form.problem_id(), "request.concurrency");
}

TEST(RequestForm, SendsUndocumentedParametersOnlyFromTheirOwnField) {
  RequestForm form(mobile());
  form.extra = "includeFields=operatingSystem,hardware\n\n b = c=d ";
  form.check();
  EXPECT_FALSE(form.problem().has_value());
  EXPECT_EQ(form.request().extra, (ParameterValues{{"includeFields", "operatingSystem,hardware"}, {"b", "c=d"}}));
  form.extra = "nonsense";
  form.check();
  EXPECT_EQ(form.problem_id(), "request.extra");
  form.extra = "qids=1";
  form.check();
  EXPECT_NE(form.extra_problem.find("field of its own"), std::string::npos);
}

TEST(RequestForm, TakesAWholeRequestFromOutsideAndGivesItBack) {
  RequestForm form(hosts());
  PullRequest request;
  request.source = "ot.hosts";
  request.parameters = {{"filter", "vendor:`Siemens`"}, {"sort", R"([{"asset.name":"desc"}])"}, {"nonsense", "1"}};
  request.page_size = 25;
  request.api_version = "v1";
  request.reserve_calls = 5;
  form.set_request(request);
  EXPECT_EQ(form.find("sort")->rows, (std::vector<SortRow>{{"asset.name", true}}));
  const PullRequest back = form.request();
  EXPECT_EQ(back.parameters, (ParameterValues{request.parameters[0], request.parameters[1]}));
  EXPECT_EQ(back.page_size, 25);
  EXPECT_EQ(back.api_version, "v1");
  EXPECT_EQ(back.reserve_calls, 5);
  request = PullRequest{};
  request.source = "ot.hosts";
  request.api_version = "1.0";
  form.set_request(request);
  EXPECT_EQ(form.changed_count(), 0u) << "1.0 is the default";
}

// The gateway's own default is 1000; left empty, the size is found out.
TEST(RequestForm, SaysThatThePageSizeIsFoundOutAndTakesTheGatewaysDefaultAtItsWord) {
  RequestForm form(mobile());
  EXPECT_EQ(form.find("truncation_limit")->fallback(), "auto");
  EXPECT_TRUE(form.request().parameters.empty());
  EXPECT_EQ(form.find("output_format")->fallback(), "XML") << "of others it is the gateway's";
  put(form, "truncation_limit", "1000");
  EXPECT_TRUE(form.find("truncation_limit")->changed());
  EXPECT_EQ(form.request().parameters, (ParameterValues{{"truncation_limit", "1000"}}));
  PullRequest request;
  request.page_size = 1000;
  form.set_request(request);
  EXPECT_EQ(form.find("truncation_limit")->text, "1000");
  EXPECT_EQ(RequestForm(hosts()).find("pageSize")->fallback(), "100") << "nothing is found out for OT";
}

TEST(RequestForm, KeepsASortThatRowsCannotShowAsText) {
  RequestForm form(hosts());
  form.set_values({{"sort", R"([{"a\"b":"asc"}])"}});
  EXPECT_TRUE(form.find("sort")->raw);
  EXPECT_EQ(form.values().front().second, R"([{"a\"b":"asc"}])");
}

}  // namespace
}  // namespace sluice::ui
