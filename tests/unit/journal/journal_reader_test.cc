#include "journal/journal_reader.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sluice {
namespace {

std::string body_of(const JournalEntry& entry) {
  std::string body;
  for (const std::string& piece : entry.pieces) body += piece;
  return body;
}

JournalEntry page(const std::string& body) {
  return {R"({"entry":"page","bytes":)" + std::to_string(body.size()) + R"(,"sha256":")" + sha256_hex(body) + "\"}",
          journal_pieces(body)};
}

JournalEntry line(const std::string& kind) { return {R"({"entry":")" + kind + R"(","bytes":0})", {}}; }

std::string text_of(const std::vector<JournalEntry>& entries) {
  std::string text(kJournalMagic);
  for (const JournalEntry& entry : entries) {
    for (const std::string_view view : framed(entry)) text += view;
  }
  return text;
}

struct Told {
  std::vector<std::string> heads;
  std::vector<std::string> bodies;
  std::string error;
  std::string warning;
  uint64_t good_bytes = 0;

  bool operator==(const Told&) const = default;
};

// What the reader says of bytes that come `grain` at a time and are read with `fuel` at a time.
Told read(std::string_view bytes, size_t grain = ~size_t{0}, size_t fuel = ~size_t{0}) {
  JournalReader reader;
  Told told;
  const auto work = [&] {
    while (reader.work(Fuel{fuel}) == Work::kMore) {
      if (std::optional<JournalEntry> entry = reader.poll_entry()) {
        told.heads.push_back(entry->head);
        told.bodies.push_back(body_of(*entry));
      }
    }
  };
  for (size_t at = 0; at < bytes.size(); at += std::min(grain, bytes.size() - at)) {
    reader.add(std::string(bytes.substr(at, grain)));
    work();
  }
  reader.end();
  work();
  EXPECT_TRUE(reader.over());
  EXPECT_EQ(reader.entries(), told.heads.size());
  told.error = reader.error() ? reader.error()->message : "";
  told.warning = reader.warning();
  told.good_bytes = reader.good_bytes();
  return told;
}

const std::vector<JournalEntry> kEntries = {line("run"), page("first\r\n\npage"), line("call"), page("\n"),
                                            line("end")};

TEST(JournalReader, GivesBackWhatWasWritten) {
  const Told told = read(text_of(kEntries));
  EXPECT_EQ(told.error + told.warning, "");
  ASSERT_EQ(told.heads.size(), kEntries.size());
  for (size_t i = 0; i < kEntries.size(); ++i) {
    EXPECT_EQ(told.heads[i], kEntries[i].head);
    EXPECT_EQ(told.bodies[i], body_of(kEntries[i]));
  }
  EXPECT_EQ(told.good_bytes, text_of(kEntries).size());
}

TEST(JournalReader, ReadsTheSameWholeAndByteByByteAndByAnyFuel) {
  for (const std::string& text : {text_of(kEntries), text_of(kEntries) + "tail", text_of(kEntries) + "{\"bytes\":3",
                                  text_of({line("run"), page(std::string(3 * kJournalPieceBytes + 5, 'x'))})}) {
    const Told whole = read(text);
    EXPECT_EQ(read(text, text.size() > 1000 ? 1000 : 1), whole);
    EXPECT_EQ(read(text, ~size_t{0}, 1), whole);
    EXPECT_EQ(read(text, 7, 3), whole);
  }
}

TEST(JournalReader, HandsAPageOverInFullPieces) {
  JournalReader reader;
  reader.add(text_of({page(std::string(2 * kJournalPieceBytes + 5, 'x'))}));
  while (reader.work(Fuel{1000}) == Work::kMore && reader.entries() == 0) {
  }
  const std::optional<JournalEntry> entry = reader.poll_entry();
  ASSERT_TRUE(entry);
  ASSERT_EQ(entry->pieces.size(), 3u);
  EXPECT_EQ(entry->pieces[0].size(), kJournalPieceBytes);
  EXPECT_EQ(entry->pieces[2].size(), 5u);
}

TEST(JournalReader, HoldsOneEntryUntilItIsTaken) {
  JournalReader reader;
  reader.add(text_of(kEntries));
  reader.end();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(reader.work(Fuel{1 << 20}), Work::kMore);
  EXPECT_EQ(reader.entries(), 1u);
  EXPECT_FALSE(reader.over());
  EXPECT_EQ(reader.poll_entry()->head, kEntries[0].head);
  EXPECT_FALSE(reader.poll_entry());
}

// A crash can end the file anywhere: exactly the entries that were whole by then are read.
TEST(JournalReader, ATornTailCostsTheLastEntryAlone) {
  const std::string text = text_of(kEntries);
  std::vector<size_t> ends;
  size_t end = kJournalMagic.size();
  for (const JournalEntry& entry : kEntries) ends.push_back(end += static_cast<size_t>(entry.framed_bytes()));
  for (size_t size = kJournalMagic.size(); size <= text.size(); ++size) {
    const Told told = read(std::string_view(text).substr(0, size));
    const auto whole = static_cast<size_t>(std::upper_bound(ends.begin(), ends.end(), size) - ends.begin());
    const size_t good = whole == 0 ? kJournalMagic.size() : ends[whole - 1];
    EXPECT_EQ(told.heads.size(), whole) << size;
    EXPECT_EQ(told.good_bytes, good) << size;
    EXPECT_EQ(told.error, "") << size;
    EXPECT_EQ(told.warning.empty(), size == good) << size;
  }
}

TEST(JournalReader, AJournalOfWhichNotEvenTheFirstLineWasKeptIsNone) {
  EXPECT_EQ(read("").error, "The journal is empty.");
  for (size_t size = 1; size < kJournalMagic.size(); ++size) {
    EXPECT_EQ(read(kJournalMagic.substr(0, size)).error,
              "This journal ends within its first line: nothing was kept.");
  }
}

TEST(JournalReader, EveryFlippedBitOfABodyEndsTheJournalBeforeIt) {
  const std::string text = text_of(kEntries);
  const size_t begin = text.find("first\r\n");
  for (size_t at = begin; at < begin + 13; ++at) {  // with the line feed behind it
    std::string damaged = text;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    const Told told = read(damaged);
    EXPECT_EQ(told.heads.size(), 1u) << at;
    EXPECT_NE(told.warning.find("its body is not the one that was written"), std::string::npos) << told.warning;
    EXPECT_EQ(told.good_bytes, kJournalMagic.size() + kEntries[0].framed_bytes());
  }
}

TEST(JournalReader, ADamagedHeadEndsTheJournalBeforeIt) {
  std::string text = text_of({line("run"), page("one")});
  const size_t good = text.size();
  text += "{\"entry\":\"page\",\"bytes\":-4}\n" + text_of({line("end")});
  const Told told = read(text);
  EXPECT_EQ(told.heads.size(), 2u);
  EXPECT_EQ(told.good_bytes, good);
  EXPECT_EQ(told.error, "");
  EXPECT_EQ(told.warning, "Of the journal's entry 3, the number of bytes in its head is none. The journal counts up to "
                          "there: " + std::to_string(good) + " B.");
}

TEST(JournalReader, AFirstHeadThatCannotBeReadLeavesNothing) {
  EXPECT_EQ(read(std::string(kJournalMagic) + "no json\n").error,
            "Nothing of this journal can be read: of its first entry, its head is not JSON.");
}

TEST(JournalReader, AHeadHasALimit) {
  const auto with_head = [](size_t size) {
    const std::string head = R"({"bytes":0,"x":")";
    return std::string(kJournalMagic) + head + std::string(size - head.size() - 2, 'x') + "\"}\n";
  };
  EXPECT_EQ(read(with_head(kJournalHeadBytesMax)).heads.size(), 1u);
  EXPECT_NE(read(with_head(kJournalHeadBytesMax + 1)).error.find("its head is over 4.0 MB"), std::string::npos);
  // Even one that never ends.
  JournalReader reader;
  reader.add(std::string(kJournalMagic));
  for (int i = 0; i < 5; ++i) {
    reader.add(std::string(1000000, ' '));
    while (reader.work(Fuel{1 << 16}) == Work::kMore) {
    }
  }
  EXPECT_TRUE(reader.error());
}

TEST(JournalReader, SaysWhatElseAFileIs) {
  EXPECT_EQ(read("asset_id,qid\n1,2\n").error,
            "This is not a journal of Sluice: it does not begin with \"SLUICE JOURNAL\".");
  EXPECT_EQ(read("SLUICE JOURNAL 2\n{}").error,
            "This journal is of another version (\"SLUICE JOURNAL 2\"); this Sluice reads version 1.");
  EXPECT_NE(read("SLUICE JOURNAL 1" + std::string(1000, '1')).error, "");
  EXPECT_EQ(read("SLUICE JOURNAL 1\r\n{\"bytes\":0}\r\n").error,
            "The journal's line ends were changed on the way, so its pages are damaged. Copy the file in binary mode.");
}

TEST(JournalReader, WantsNothingMoreBehindTheEnd) {
  JournalReader reader;
  reader.add("no journal");
  EXPECT_EQ(reader.work(Fuel{100}), Work::kDone);
  EXPECT_TRUE(reader.over());
  reader.add("more");
  EXPECT_EQ(reader.work(Fuel{100}), Work::kDone);
  EXPECT_EQ(reader.error()->code, "bad_checkpoint");
}

TEST(JournalReader, ABodyOfZeroBytesHasNoLineFeedOfItsOwn) {
  const Told told = read(text_of({line("run")}) + "{\"bytes\":0}\n\n" + text_of({}));
  EXPECT_EQ(told.heads.size(), 2u);
  EXPECT_NE(told.warning, "");  // the empty line is no head
}

}  // namespace
}  // namespace sluice
