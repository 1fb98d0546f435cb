#include "journal/journal_entry.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

std::string joined(const std::vector<std::string_view>& views) {
  std::string all;
  for (const std::string_view view : views) all += view;
  return all;
}

TEST(JournalEntry, AHeadAloneIsOneLine) {
  const JournalEntry entry{R"({"entry":"end","bytes":0})", {}};
  EXPECT_EQ(joined(framed(entry)), "{\"entry\":\"end\",\"bytes\":0}\n");
  EXPECT_EQ(entry.bytes(), 0u);
}

TEST(JournalEntry, ABodyStandsBehindItsHeadAndEndsWithALineFeedOfItsOwn) {
  const JournalEntry entry{R"({"bytes":4})", {"ab", "\n\n"}};
  EXPECT_EQ(joined(framed(entry)), "{\"bytes\":4}\nab\n\n\n");
  EXPECT_EQ(entry.bytes(), 4u);
}

TEST(JournalEntry, PiecesWithNothingInThemAreNoBody) {
  const JournalEntry entry{R"({"bytes":0})", {"", ""}};
  EXPECT_EQ(joined(framed(entry)), "{\"bytes\":0}\n");
}

TEST(JournalEntry, ItsSizeIsThatOfItsBytes) {
  for (const std::vector<std::string>& pieces :
       {std::vector<std::string>{}, {""}, {"x"}, {std::string(kJournalPieceBytes, 'y'), "z"}}) {
    const JournalEntry entry{"{}", pieces};
    EXPECT_EQ(entry.framed_bytes(), joined(framed(entry)).size());
  }
}

TEST(JournalEntry, NothingIsCopiedToBeFramed) {
  const JournalEntry entry{"{}", journal_pieces(std::string(3 * kJournalPieceBytes, 'x'))};
  const std::vector<std::string_view> views = framed(entry);
  ASSERT_EQ(views.size(), 6u);
  for (size_t i = 0; i < 3; ++i) EXPECT_EQ(views[2 + i].data(), entry.pieces[i].data());
}

TEST(JournalPieces, AreFullButTheLast) {
  std::string body;
  for (size_t i = 0; i < 2 * kJournalPieceBytes + 3; ++i) body.push_back(static_cast<char>('a' + i % 26));
  const std::vector<std::string> pieces = journal_pieces(body);
  ASSERT_EQ(pieces.size(), 3u);
  EXPECT_EQ(pieces[0].size(), kJournalPieceBytes);
  EXPECT_EQ(pieces[1].size(), kJournalPieceBytes);
  EXPECT_EQ(pieces[0] + pieces[1] + pieces[2], body);
}

TEST(JournalPieces, AFullPieceIsNotFollowedByAnEmptyOne) {
  EXPECT_EQ(journal_pieces(std::string(kJournalPieceBytes, 'x')).size(), 1u);
  EXPECT_EQ(journal_pieces(std::string(2 * kJournalPieceBytes, 'x')).size(), 2u);
  EXPECT_TRUE(journal_pieces("").empty());
}

}  // namespace
}  // namespace sluice
