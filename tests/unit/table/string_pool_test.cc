#include "table/string_pool.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "base/random.h"

namespace sluice {
namespace {

TEST(StringPool, EqualTextsShareOneId) {
  StringPool pool;
  const TextId enrolled = pool.intern("Enrolled");
  EXPECT_NE(enrolled, kNoText);
  EXPECT_EQ(pool.intern(std::string("Enro") + "lled"), enrolled);
  EXPECT_NE(pool.intern("enrolled"), enrolled);
  EXPECT_EQ(pool.view(enrolled), "Enrolled");
  EXPECT_EQ(pool.size(), 2u);
}

TEST(StringPool, NoTextIsNotTheEmptyText) {
  StringPool pool;
  const TextId empty = pool.intern("");
  EXPECT_NE(empty, kNoText);
  EXPECT_EQ(pool.view(empty), "");
  EXPECT_EQ(pool.view(kNoText), "");
}

TEST(StringPool, FindsOnlyWhatItHas) {
  StringPool pool;
  EXPECT_EQ(pool.find("iOS"), kNoText);
  const TextId ios = pool.intern("iOS");
  EXPECT_EQ(pool.find("iOS"), ios);
  EXPECT_EQ(pool.find(""), kNoText);
}

TEST(StringPool, AnIdHoldsItsOwnTextAlone) {
  StringPool pool;
  const TextId id = pool.intern("Corporate - Owned");
  EXPECT_TRUE(pool.holds(id, "Corporate - Owned"));
  EXPECT_FALSE(pool.holds(id, "Corporate - owned"));
  EXPECT_FALSE(pool.holds(id, "Corporate - Owne"));
  EXPECT_FALSE(pool.holds(kNoText, ""));
}

// A tail that is padded with zeros for hashing must not make these equal.
TEST(StringPool, TellsTextsApartThatDifferOnlyInZeroBytesAtTheirEnd) {
  StringPool pool;
  std::set<TextId> ids;
  for (size_t length = 0; length <= 40; ++length) ids.insert(pool.intern(std::string(length, '\0')));
  EXPECT_EQ(ids.size(), 41u);
  for (size_t length = 0; length <= 40; ++length) {
    EXPECT_EQ(pool.view(pool.find(std::string(length, '\0'))).size(), length);
  }
}

TEST(StringPool, EveryByteOfATextOfAnyLengthCounts) {
  StringPool pool;
  for (size_t length = 1; length <= 70; ++length) {
    const std::string base(length, 'a');
    const TextId id = pool.intern(base);
    for (size_t at = 0; at < length; ++at) {
      std::string other = base;
      other[at] = 'b';
      EXPECT_NE(pool.intern(other), id) << length << " " << at;
    }
  }
}

TEST(StringPool, ViewsStayValidWhileItGrows) {
  StringPool pool;
  std::vector<std::pair<TextId, std::string_view>> seen;
  for (int i = 0; i < 200000; ++i) {
    const TextId id = pool.intern("iPad of user number " + std::to_string(i));
    seen.emplace_back(id, pool.view(id));
  }
  for (int i = 0; i < 200000; i += 997) {
    const auto& [id, view] = seen[static_cast<size_t>(i)];
    EXPECT_EQ(view, "iPad of user number " + std::to_string(i));
    EXPECT_EQ(pool.view(id).data(), view.data());
  }
}

TEST(StringPool, KeepsTextsLargerThanAChunk) {
  StringPool pool;
  const std::string large(3 * 1024 * 1024, 'x');
  const TextId before = pool.intern("before");
  const TextId id = pool.intern(large);
  const TextId after = pool.intern("after");
  EXPECT_EQ(pool.view(id), large);
  EXPECT_EQ(pool.view(before), "before");
  EXPECT_EQ(pool.view(after), "after");
  EXPECT_GE(pool.bytes(), large.size());
}

TEST(StringPool, RollbackForgetsTheLaterTextsAndKeepsTheEarlier) {
  StringPool pool;
  const TextId kept = pool.intern("kept");
  pool.intern("forgotten");
  pool.intern("");
  pool.rollback(1);
  EXPECT_EQ(pool.size(), 1u);
  EXPECT_EQ(pool.find("forgotten"), kNoText);
  EXPECT_EQ(pool.find(""), kNoText);
  EXPECT_EQ(pool.find("kept"), kept);
  EXPECT_EQ(pool.view(pool.intern("new")), "new");
  EXPECT_EQ(pool.find("forgotten"), kNoText);
}

TEST(StringPool, RollbackGivesTheMemoryOfAPageBack) {
  StringPool pool;
  pool.intern("first");
  const size_t before = pool.bytes();
  for (int i = 0; i < 8; ++i) {
    pool.intern(std::string(2000000, static_cast<char>('a' + i)));
    pool.intern(std::string(50000, static_cast<char>('a' + i)));
  }
  EXPECT_GT(pool.bytes(), before + 16000000);
  pool.rollback(1);
  EXPECT_LT(pool.bytes(), before + 2000);
}

TEST(StringPool, ForgetsByAndByWithTheSameEnd) {
  StringPool pool;
  pool.intern("kept");
  for (int i = 0; i < 1000; ++i) pool.intern("text " + std::to_string(i));
  int pieces = 1;
  while (!pool.rollback_some(1, 300)) ++pieces;
  EXPECT_EQ(pieces, 4);
  EXPECT_EQ(pool.size(), 1u);
  EXPECT_EQ(pool.find("text 7"), kNoText);
  EXPECT_EQ(pool.find("kept"), 1u);
}

// Pages of random texts, committed or rolled back at random, against a plain list.
TEST(StringPool, BehavesLikeAListUnderAnyMixOfPages) {
  Random random(7);
  StringPool pool;
  std::vector<std::string> truth;
  for (int page = 0; page < 200; ++page) {
    const size_t committed = truth.size();
    for (int i = 0; i < 100; ++i) {
      const size_t length = static_cast<size_t>(random.chance(0.02) ? random.below(200000) : random.below(12));
      std::string text(length, 'a');
      for (char& c : text) c = static_cast<char>('a' + random.below(3));
      const TextId id = pool.intern(text);
      if (id > truth.size()) truth.push_back(text);
      ASSERT_LE(id, truth.size());
      ASSERT_EQ(truth[id - 1], text);
    }
    if (random.chance(0.5)) {
      pool.rollback(static_cast<uint32_t>(committed));
      truth.resize(committed);
    }
  }
  ASSERT_EQ(pool.size(), truth.size());
  for (size_t i = 0; i < truth.size(); ++i) ASSERT_EQ(pool.find(truth[i]), i + 1);
}

}  // namespace
}  // namespace sluice
