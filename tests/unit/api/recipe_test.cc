#include "api/recipe.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "base/random.h"

namespace sluice {
namespace {

constexpr const char* kUs1 = "https://gateway.qg1.apps.qualys.com";

PastedCall pasted(std::string_view line) {
  Result<PastedCall> call = parse_curl(line);
  EXPECT_TRUE(call.ok()) << (call ? "" : call.error().message);
  return call ? call.take() : PastedCall{};
}

std::string refusal(std::string_view line) {
  const Result<PastedCall> call = parse_curl(line);
  EXPECT_FALSE(call.ok()) << line;
  if (call) return "";
  EXPECT_EQ(call.error().code, "invalid_parameter");
  return call.error().message;
}

bool has(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

// ── the six lines of the guides, as they stand there ─────────────────────────────────────────────────────────────────

TEST(GuideLines, TheOtSignInWithAPlaceIsASignIn) {
  const PastedCall call = pasted(
      "curl -X POST\n\"https://<QualysBaseURL>/auth\"\n-H \"Content-Type: application/x-www-form-urlencoded\"\n"
      "-d \"username=value1&password=value2&token=true\"");
  EXPECT_EQ(call.source, "");
  EXPECT_EQ(call.gateway, "");
  EXPECT_EQ(call.path, "/auth");
  EXPECT_TRUE(call.parameters.empty());
  EXPECT_TRUE(has(call.note, "only a place for one: choose yours"));
  EXPECT_TRUE(has(call.note, "use the sign-in form"));
}

TEST(GuideLines, TheOtSignInOfAPlatformNamesItsGatewayAndLosesItsPassword) {
  const PastedCall call = pasted(
      "curl -X POST\n\"https://gateway.qg1.apps.qualys.com/auth\"\n-H \"Content-Type: "
      "application/x-www-form-urlencoded\"\n-d \"username=john_doe&password=john_doe&token=true\"");
  EXPECT_EQ(call.source, "");
  EXPECT_EQ(call.gateway, kUs1);
  EXPECT_TRUE(call.parameters.empty());
  EXPECT_FALSE(has(call.note, "john_doe"));
}

TEST(GuideLines, TheOtHostListIsAPullOnTheOldVersion) {
  const PastedCall call = pasted(
      "curl -X GET -H \"Accept: */*\" -H \"Authorization: Bearer <JWT Token>\" -H\n\"Content-Type: application/json\" "
      "-i\n\"https://gateway.qg1.apps.qualys.com/ot/v1/host/list\"");
  EXPECT_EQ(call.source, "ot.hosts");
  EXPECT_EQ(call.version, "v1");
  EXPECT_EQ(call.gateway, kUs1);
  EXPECT_TRUE(call.parameters.empty());
  EXPECT_EQ(call.note, "");
}

TEST(GuideLines, TheMobileListWithAMissingAmpersandIsRefusedEvenWithAWordBrokenOverTwoLines) {
  const std::string message = refusal(
      "curl -X GET\n'https://gateway.qg1.apps.qualys.com/sem/v1/assetList?action=list&truncation_limit=1in\n"
      "cludeFields=operatingSystem,hardware' -H 'Authorization: Bearer <ACTUAL_TOKEN>");
  EXPECT_TRUE(has(message, "An & is missing in truncation_limit=1includeFields=operatingSystem,hardware, before "
                           "includeFields."))
      << message;
  EXPECT_TRUE(has(message, "Write truncation_limit=1&includeFields=operatingSystem,hardware.")) << message;
  EXPECT_TRUE(has(message, "includeFields is not documented")) << message;
}

TEST(GuideLines, TheMobileListWithAPlaceForTheGatewayIsRefusedAlike) {
  EXPECT_TRUE(has(refusal("curl -X GET\n'<qualys_base_url>/sem/v1/assetList?action=list&truncation_limit=1includeFields="
                          "operatingSystem,hardware' -H 'Authorization: Bearer <ACTUAL_TOKEN>"),
                  "An & is missing in truncation_limit=1includeFields=operatingSystem,hardware"));
}

TEST(GuideLines, TheMobileSampleThatPostsIsAPullOfTheOtherPath) {
  const PastedCall call = pasted(
      "curl -X POST -H 'Accept: */*' -H 'Authorization: Bearer <JWT Token>' -H\n'Content-Type: application/json' "
      "-i\n'https://gateway.qg1.apps.qualys.com/sem/xapi/v1/assetList'");
  EXPECT_EQ(call.source, "mobile.assets");
  EXPECT_EQ(call.path, "/sem/xapi/v1/assetList");
  EXPECT_EQ(call.gateway, kUs1);
  EXPECT_TRUE(call.parameters.empty());
  EXPECT_EQ(call.note, "The line sends POST; Sluice sends GET.");
}

TEST(GuideLines, TheSampleMendedIsAPullButForTheUndocumentedName) {
  EXPECT_EQ(pasted("curl '<qualys_base_url>/sem/v1/assetList?action=list&truncation_limit=1'").parameters,
            (ParameterValues{{"action", "list"}, {"truncation_limit", "1"}}));
  EXPECT_TRUE(has(refusal("curl '<qualys_base_url>/sem/v1/assetList?action=list&includeFields=operatingSystem'"),
                  "Unrecognized parameter(s): includeFields"));
}

// ── addresses ────────────────────────────────────────────────────────────────────────────────────────────────────────

TEST(PastedAddress, MayHaveTheGuidesThreeSlashes) {
  EXPECT_EQ(pasted("curl https:///gateway.qg1.apps.qualys.com/ot/v1/host/list").gateway, kUs1);
}

TEST(PastedAddress, MayStandAnywhereAndAlone) {
  for (const char* line : {"curl https://gw.test/ot/1.0/host/list -i", "curl -i --url https://gw.test/ot/1.0/host/list",
                           "  $ curl -sS -XGET gw.test/ot/1.0/host/list/ | jq .", "https://gw.test/ot/1.0/host/list",
                           "/usr/bin/curl -o out.json 'https://gw.test/ot/1.0/host/list#top'"}) {
    const PastedCall call = pasted(line);
    EXPECT_EQ(call.gateway, "https://gw.test") << line;
    EXPECT_EQ(call.source, "ot.hosts") << line;
    EXPECT_EQ(call.version, "1.0") << line;
  }
}

TEST(PastedAddress, APlaceholderIsNoGateway) {
  for (const char* before : {"<qualys_base_url>", "$BASE", "${BASE}", "https://<baseurl>", "https://$HOST", "{{base}}",
                             "https://GATEWAY"}) {
    const PastedCall call = pasted("curl \"" + std::string(before) + "/ot/1.0/detection/list\"");
    EXPECT_EQ(call.gateway, "") << before;
    EXPECT_EQ(call.source, "ot.detections");
    EXPECT_TRUE(has(call.note, "choose yours"));
  }
}

TEST(PastedAddress, APrefixBelongsToTheGateway) {
  EXPECT_EQ(pasted("curl https://gw.test:8443/qualys/sem/v1/assetList?action=list").gateway, "https://gw.test:8443/qualys");
  EXPECT_EQ(pasted("curl /sem/v1/assetList").gateway, "");
}

TEST(PastedAddress, AHostOfTheClassicApiIsNotTakenForAGateway) {
  const PastedCall call = pasted("curl https://qualysapi.qualys.com/ot/1.0/host/list");
  EXPECT_EQ(call.gateway, "");
  EXPECT_TRUE(has(call.note, "classic API"));
}

TEST(PastedAddress, WhatCannotBePulledIsRefusedWithWhatCan) {
  EXPECT_TRUE(has(refusal("curl https://gw.test/ot/2.0/host/list"), "under /ot/1.0 or /ot/v1"));
  EXPECT_TRUE(has(refusal("curl https://gw.test/ot/1.0/host/17/count"), "host/list"));
  EXPECT_TRUE(has(refusal("curl https://gw.test/sem/v2/assetList"), "/sem/v1/assetList"));
  EXPECT_TRUE(has(refusal("curl https://qualysapi.qualys.com/api/2.0/fo/asset/host/vm/detection/?action=list"),
                  "another API"));
  EXPECT_TRUE(has(refusal("curl https://gw.test/"), "no list that Sluice pulls"));
  EXPECT_TRUE(has(refusal("curl http://gw.test/sem/v1/assetList"), "not encrypted"));
}

TEST(PastedAddress, OneLineWithOneAddressIsWanted) {
  EXPECT_TRUE(has(refusal(""), "no curl line"));
  EXPECT_TRUE(has(refusal("wget https://gw.test/x"), "no curl line"));
  EXPECT_TRUE(has(refusal("curl -i"), "no address"));
  EXPECT_TRUE(has(refusal("curl https://a.test/ot/1.0/host/list https://b.test/ot/1.0/host/list"), "more than one address"));
  EXPECT_TRUE(has(refusal("curl https://a.test/ot/1.0/host/list\ncurl https://a.test/ot/v1/host/list"), "more than one curl"));
  EXPECT_TRUE(has(refusal("curl " + std::string(kCurlBytesMax, 'x')), "far too long"));
}

// ── parameters ───────────────────────────────────────────────────────────────────────────────────────────────────────

TEST(PastedParameters, AreDecodedOnceAndInTheirOrder) {
  EXPECT_EQ(pasted("curl 'https://gw.test/sem/v1/assetList?status=Ready%20for%20Re-enrollment&action=list&os_pattern=%5E%24'")
                .parameters,
            (ParameterValues{{"status", "Ready for Re-enrollment"}, {"action", "list"}, {"os_pattern", "^$"}}));
  EXPECT_EQ(pasted(R"(curl "https://gw.test/ot/1.0/projectfile/list?filter=vendor%3A%60Siemens%60&sort=%5B%7B%22name%22%3A%22asc%22%7D%5D")")
                .parameters,
            (ParameterValues{{"filter", "vendor:`Siemens`"}, {"sort", R"([{"name":"asc"}])"}}));
}

TEST(PastedParameters, APatternEncodedTwiceIsMeantOnce) {
  EXPECT_EQ(pasted("curl 'https://gw.test/sem/v1/assetList?os_pattern=%255E%2524'").parameters,
            (ParameterValues{{"os_pattern", "^$"}}));
}

TEST(PastedParameters, DataGoesIntoTheAddressWithGAndIsReadAsAFormWithout) {
  const ParameterValues wanted = {{"filter", "vendor : \"A & B\""}, {"pageSize", "50"}};
  const PastedCall asked = pasted(
      "curl -G https://gw.test/ot/1.0/projectfile/list --data-urlencode 'filter=vendor : \"A & B\"' -d pageSize=50");
  EXPECT_EQ(asked.parameters, wanted);
  EXPECT_EQ(asked.note, "");
  const PastedCall posted = pasted("curl https://gw.test/sem/v1/assetList -d action=list -d severities=4-5");
  EXPECT_EQ(posted.parameters, (ParameterValues{{"action", "list"}, {"severities", "4-5"}}));
  EXPECT_EQ(posted.note, "The line sends POST; Sluice sends GET. Its form was read as parameters.");
}

TEST(PastedParameters, ABodyThatIsNoFormIsPassedOverAndSaid) {
  EXPECT_TRUE(has(pasted("curl https://gw.test/ot/1.0/host/list --json '{\"a\":1}'").note, "Its body was passed over."));
  EXPECT_TRUE(has(pasted("curl https://gw.test/ot/1.0/host/list -d @file").note, "Its body was passed over."));
}

TEST(PastedParameters, ProblemsAreToldInTheGatewaysWords) {
  EXPECT_EQ(refusal("curl 'https://gw.test/sem/v1/assetList?use_tags=76'"),
            "parameter use_tags has invalid value: 76 (please specify one of the following: 1,0)");
  EXPECT_TRUE(has(refusal("curl 'https://gw.test/sem/v1/assetList?tag_set_include=7'"), "needs use_tags=1"));
  EXPECT_TRUE(has(refusal("curl 'https://gw.test/ot/1.0/host/list?pageSize=101'"), "pageSize has invalid value: 101"));
}

TEST(PastedParameters, AMissingAmpersandIsFoundBeforeKnownNamesToo) {
  EXPECT_TRUE(has(refusal("curl 'https://gw.test/sem/v1/assetList?action=listtruncation_limit=5'"),
                  "before truncation_limit. Write action=list&truncation_limit=5."));
  EXPECT_TRUE(has(refusal("curl 'https://gw.test/sem/v1/assetList?severities=4-5ids=7'"), "before ids."));
}

// ── secrets ──────────────────────────────────────────────────────────────────────────────────────────────────────────

TEST(PastedSecrets, AreNeitherKeptNorRepeated) {
  const char* kLines[] = {
      "curl -H 'Authorization: Bearer eyJhidden' 'https://gw.test/ot/1.0/host/list'",
      "curl -u 'user:hidden' https://gw.test/ot/1.0/host/list",
      "curl -uuser:hidden https://gw.test/ot/1.0/host/list",
      "curl --oauth2-bearer hidden https://gw.test/ot/1.0/host/list",
      "curl -X POST -H 'clientId: me' -H 'clientSecret: hidden' https://gw.test/auth/oidc",
      "curl https://gw.test/auth -d 'username=a&password=hidden'",
      "curl https://user:hidden@gw.test/ot/1.0/host/list",
      "curl https://gw.test/ot/1.0/host/list -u 'user:hidden' --bogus hidden",
      "curl -H 'Authorization: Bearer hidden",
  };
  for (const char* line : kLines) {
    const Result<PastedCall> call = parse_curl(line);
    std::string shown = call ? call.value().note + call.value().gateway + call.value().path : call.error().message;
    if (call) {
      for (const auto& [name, value] : call.value().parameters) shown += name + value;
    }
    EXPECT_FALSE(has(shown, "hidden")) << line << "\n" << shown;
    EXPECT_FALSE(shown.empty()) << line << ": something is said of it";
  }
}

TEST(PastedSecrets, APlaceForATokenIsNotSpokenOf) {
  EXPECT_EQ(pasted("curl -H \"Authorization: Bearer $TOKEN\" https://gw.test/ot/1.0/host/list").note, "");
}

// ── made and read again ──────────────────────────────────────────────────────────────────────────────────────────────

RecipeRequest request_of(std::string_view source, ParameterValues parameters) {
  RecipeRequest request;
  request.source = find_source(source);
  request.gateway = "US1";
  request.base = kUs1;
  request.path = path_of(*request.source, "", "").value();
  request.parameters = std::move(parameters);
  return request;
}

TEST(Recipe, IsTheCallThatSluiceSendsWithATokenOfTheShells) {
  EXPECT_EQ(make_recipe(request_of("mobile.assets", {{"action", "list"}, {"os_pattern", "^$"}, {"truncation_limit", "7"}})).curl,
            "curl 'https://gateway.qg1.apps.qualys.com/sem/v1/assetList?action=list&os_pattern=%5E%24&truncation_limit=7' "
            "\\\n  -H \"Authorization: Bearer $TOKEN\"");
}

TEST(Recipe, HoldsAPlaceForTheGatewayWhenCurlCouldNotAskIt) {
  for (const char* base : {"", "/qualys", "rehearsal:"}) {
    RecipeRequest request = request_of("ot.hosts", {});
    request.base = base;
    EXPECT_EQ(make_recipe(request).curl.find("curl 'https://GATEWAY/ot/1.0/host/list'"), 0u) << base;
  }
}

TEST(Recipe, NothingOfAValueReachesTheShell) {
  const std::string curl =
      make_recipe(request_of("ot.hosts", {{"filter", "a:'; rm -rf ~ #$(id)`id`\"\\\n!"}})).curl;
  EXPECT_EQ(curl.find_first_of("`;#(!"), std::string::npos) << curl;
  EXPECT_EQ(std::count(curl.begin(), curl.end(), '\''), 2) << curl;
}

TEST(Recipe, ItsFragmentReopensThePageSoConfigured) {
  RecipeRequest request = request_of("ot.hosts", {{"filter", "a:`b`"}, {"pageNumber", "3"}, {"includeFields", "x"}});
  request.version = "v1";
  request.filter = "asset.name:\"plc\"";
  EXPECT_EQ(make_recipe(request).fragment,
            "#gateway=US1&source=ot.hosts&apiVersion=v1&p.filter=a:%60b%60&x.includeFields=x&filter=asset.name:%22plc%22");
  RecipeRequest mobile = request_of("mobile.assets", {{"action", "list"}, {"severities", "4-5"}});
  mobile.gateway = "https://a:b@gw.test";
  mobile.path = "/sem/xapi/v1/assetList";
  EXPECT_EQ(make_recipe(mobile).fragment,
            "#source=mobile.assets&path=%2Fsem%2Fxapi%2Fv1%2FassetList&p.severities=4-5");
}

size_t pick(Random& random, size_t below) { return static_cast<size_t>(random.below(below)); }

std::string random_text(Random& random) {
  static constexpr std::string_view kPieces[] = {"a", "Z", "7", " ", "'", "\"", "\\", "`", "$", "&", "=", "+", "%", "#",
                                                 "?", "/", ";", "|", "^", "\n", "\xC3\xA9", "%41", "<", ">", "!"};
  std::string text = "x";
  for (int64_t n = random.between(0, 20); n > 0; --n) text += kPieces[pick(random, std::size(kPieces))];
  return text + "y[";
}

TEST(Recipe, IsReadAgainAsTheSameCall) {
  Random random(7);
  for (int round = 0; round < 2000; ++round) {
    const Source& source = sources()[pick(random, sources().size())];
    RecipeRequest request;
    request.source = &source;
    static constexpr std::string_view kBases[] = {"", kUs1, "https://gw.test:8443/pre/fix", "http://127.0.0.1:8080"};
    request.base = kBases[pick(random, std::size(kBases))];
    std::string version;
    if (source.api == Api::kOt) {
      version = random.chance(0.5) ? "v1" : "1.0";
      request.path = path_of(source, version, "").value();
      request.parameters = {{"filter", random_text(random)}, {"pageSize", std::to_string(random.between(1, 100))}};
    } else {
      request.path = random.chance(0.5) ? "/sem/v1/assetList" : "/sem/xapi/v1/assetList";
      request.parameters = {{"action", "list"}, {"os_pattern", random_text(random)}, {"ids", "1-5,9"},
                            {"use_tags", "1"}, {"tag_set_include", random_text(random)}};
    }
    const Recipe recipe = make_recipe(request);
    const Result<PastedCall> call = parse_curl(recipe.curl);
    ASSERT_TRUE(call.ok()) << recipe.curl << "\n" << call.error().message;
    EXPECT_EQ(call.value().gateway, request.base);
    EXPECT_EQ(call.value().source, source.id);
    EXPECT_EQ(call.value().version, version);
    EXPECT_EQ(call.value().path, source.api == Api::kOt ? "" : request.path);
    EXPECT_EQ(call.value().parameters, request.parameters) << recipe.curl;
  }
}

TEST(Recipe, AnyBytesAreReadWithoutHarm) {
  Random random(11);
  const std::string line = "curl -X POST -H 'a: b' -d \"c=d\" 'https://gw.test/sem/v1/assetList?action=list&ids=1-5' \\\n -i";
  for (int round = 0; round < 2000; ++round) {
    std::string text = line;
    for (int n = 0; n < 4; ++n) text[pick(random, text.size())] = static_cast<char>(pick(random, 256));
    const Result<PastedCall> call = parse_curl(std::string_view(text).substr(0, pick(random, text.size() + 1)));
    if (!call) {
      EXPECT_FALSE(call.error().message.empty());
    }
  }
}

}  // namespace
}  // namespace sluice
