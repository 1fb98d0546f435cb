#include "flow/pager.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

Query first() { return Query::parse("action=list&severities=4-5&truncation_limit=100"); }

TEST(Pager, TakesOnlyTheQueryOfTheNextAddress) {
  Pager pager(first());
  EXPECT_EQ(pager.cursor(), "");
  ASSERT_TRUE(pager.advance("\n https://gateway.p04.eng.sjc01.qualys.com/sem/v1/assetList?id_min=643&action=list&truncation_limit=100 \n").ok());
  EXPECT_EQ(pager.cursor(), "643");
  EXPECT_EQ(pager.page_index(), 1u);
  EXPECT_EQ(pager.query().encode(), "action=list&severities=4-5&truncation_limit=100&id_min=643");
  EXPECT_TRUE(pager.overridden().empty());
}

TEST(Pager, KeepsOurFiltersOverManyPages) {
  Pager pager(first());
  for (int id = 1; id <= 50; ++id) {
    ASSERT_TRUE(pager.advance("https://x/y?id_min=" + std::to_string(id * 10)).ok());
    EXPECT_EQ(*pager.query().find("severities"), "4-5");
  }
}

TEST(Pager, NotesWhatTheGatewayChanges) {
  Pager pager(first());
  ASSERT_TRUE(pager.advance("https://x/y?id_min=5&truncation_limit=50").ok());
  EXPECT_EQ(*pager.query().find("truncation_limit"), "50");
  ASSERT_EQ(pager.overridden().size(), 1u);
  EXPECT_EQ(pager.overridden()[0], "truncation_limit");
}

TEST(Pager, RefusesToGoRoundInCircles) {
  Pager pager(first());
  ASSERT_TRUE(pager.advance("https://x/y?id_min=100").ok());
  for (const char* url : {"https://x/y?id_min=100", "https://x/y?id_min=99", "https://x/y?id_min=0"}) {
    const Result<void> result = pager.advance(url);
    ASSERT_FALSE(result.ok()) << url;
    EXPECT_EQ(result.error().code, "bad_cursor");
  }
  EXPECT_EQ(pager.cursor(), "100") << "a refused address moves nothing";
  EXPECT_EQ(pager.page_index(), 1u);
}

TEST(Pager, RefusesAddressesWithoutAUsableCursor) {
  for (const char* url : {"", "https://x/y", "https://x/y?action=list", "https://x/y?id_min=abc", "https://x/y?id_min=-5",
                          "https://x/y?id_min=", "javascript:alert(1)?id_min=5", "file:///etc/passwd?id_min=5",
                          "ftp://x/y?id_min=5", "https://x/y?id_min=99999999999999999999"}) {
    Pager pager(first());
    EXPECT_FALSE(pager.advance(url).ok()) << url;
  }
}

TEST(Pager, TheUsersOwnIdMinIsTheFirstCursor) {
  Pager pager(Query::parse("action=list&id_min=500"));
  EXPECT_EQ(pager.cursor(), "500");
  EXPECT_FALSE(pager.advance("https://x/y?id_min=500").ok());
  EXPECT_TRUE(pager.advance("/sem/v1/assetList?id_min=501").ok());
}

TEST(PagerVariation, ASmallerPageIsAskedForAndLeavesNoTraceBehind) {
  Query first;
  first.set("action", "list");
  first.set("truncation_limit", "1000");
  Pager pager(first);
  ASSERT_TRUE(pager.advance("https://x/sem/v1/assetList?id_min=643&action=list&truncation_limit=1000"));
  pager.vary({0, 500, false});
  EXPECT_EQ(pager.query().encode(), "action=list&truncation_limit=500&id_min=643");
  pager.vary({650, 1, true});
  EXPECT_EQ(pager.query().encode(), "action=list&truncation_limit=1&id_min=650&show_results=0");
  EXPECT_EQ(pager.cursor(), "650");
  ASSERT_TRUE(pager.advance("https://x/sem/v1/assetList?id_min=700&action=list&truncation_limit=1&show_results=0"));
  pager.unvary();
  EXPECT_EQ(pager.query().encode(), "action=list&truncation_limit=1000&id_min=700");
  EXPECT_TRUE(pager.warnings().empty()) << "it was we who changed the size";
}

}  // namespace
}  // namespace sluice
