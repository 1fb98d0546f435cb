#include "journal/journal_head.h"

#include <gtest/gtest.h>

#include "journal/journal_entry.h"

namespace sluice {
namespace {

const std::string kDigest(64, 'a');

std::string trouble(std::string_view head) {
  const Result<JournalHead> read = read_journal_head(head);
  return read ? "" : read.error().message;
}

std::string with_bytes(std::string_view value) {
  return R"({"sha256":")" + kDigest + R"(","bytes":)" + std::string(value) + "}";
}

TEST(JournalHead, SaysHowMuchFollowsAndItsDigest) {
  const Result<JournalHead> read =
      read_journal_head(R"({"entry":"page","page":{"bytes":7,"sha256":9},"bytes":12,"sha256":")" + kDigest + "\"}");
  ASSERT_TRUE(read);
  EXPECT_EQ(read.value().bytes, 12u);
  EXPECT_EQ(read.value().sha256, kDigest);
}

TEST(JournalHead, NeedsNoDigestWithoutABody) {
  EXPECT_EQ(trouble(R"({"entry":"end","bytes":0})"), "");
  EXPECT_EQ(trouble(R"({"entry":"end","bytes":0,"sha256":""})"), "");
  EXPECT_EQ(trouble(R"({"entry":"page","bytes":1})"), "its head has no digest of its body");
}

TEST(JournalHead, TakesNoNumberThatIsNotOne) {
  for (const char* value : {"-1", "1.0", "1e3", "\"12\"", "null", "true", "{}", "[3]", "[]"}) {
    EXPECT_EQ(trouble(with_bytes(value)), "the number of bytes in its head is none") << value;
  }
  for (const char* value : {"134217729", "18446744073709551615"}) {
    EXPECT_EQ(trouble(with_bytes(value)), "its head announces a body of over 128 MB") << value;
  }
  EXPECT_NE(trouble(with_bytes("18446744073709551616")), "");
  EXPECT_NE(trouble(with_bytes("1e999")), "");
  EXPECT_NE(trouble(with_bytes("012")), "");
  EXPECT_EQ(trouble(with_bytes("134217728")), "");
}

TEST(JournalHead, BelievesNeitherOfTwo) {
  EXPECT_EQ(trouble(R"({"bytes":0,"bytes":0})"), "its head says twice how many bytes follow");
  EXPECT_EQ(trouble(R"({"bytes":5,"sha256":")" + kDigest + R"(","sha256":")" + kDigest + "\"}"),
            "its head has two digests");
}

TEST(JournalHead, TakesNoDigestThatIsNone) {
  for (const std::string& digest : {std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'A'), std::string("x")})
    EXPECT_EQ(trouble(R"({"bytes":5,"sha256":")" + digest + "\"}"), "the digest in its head is none") << digest;
  EXPECT_EQ(trouble(R"({"bytes":5,"sha256":7})"), "the digest in its head is none");
  EXPECT_EQ(trouble(R"({"bytes":5,"sha256":[")" + kDigest + "\"]}"), "the digest in its head is none");
}

TEST(JournalHead, IsAnObject) {
  for (const char* head : {"[]", "7", "\"bytes\"", "null", "[{\"bytes\":0}]"})
    EXPECT_EQ(trouble(head), "its head is no JSON object") << head;
  for (const char* head : {"", "{", "{\"bytes\":0", "{\"bytes\":0}}", "{\"bytes\":0} x", "\xFF", "SLUICE JOURNAL 1"})
    EXPECT_EQ(trouble(head), "its head is not JSON") << head;
  EXPECT_EQ(trouble("{}"), "its head does not say how many bytes follow");
}

TEST(JournalHead, IsNotNestedForEver) {
  const auto nested = [](size_t depth) {
    return R"({"bytes":0,"x":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_EQ(trouble(nested(kJournalHeadDepthMax - 1)), "");
  EXPECT_EQ(trouble(nested(kJournalHeadDepthMax)), "its head is nested too deep");
  EXPECT_EQ(trouble(nested(1000000)), "its head is nested too deep");
}

}  // namespace
}  // namespace sluice
