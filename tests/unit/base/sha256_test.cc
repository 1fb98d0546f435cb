#include "base/sha256.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

// The examples of FIPS 180-2, appendix B, and the empty text.
TEST(Sha256, GivesThePublishedDigests) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256_hex(std::string(1000000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, PiecesGiveWhatTheWholeGives) {
  const std::string text(300, 'x');
  for (size_t grain = 1; grain < 140; grain += 7) {
    Sha256 hash;
    for (size_t at = 0; at < text.size(); at += grain) hash.add(std::string_view(text).substr(at, grain));
    EXPECT_EQ(hash.hex(), sha256_hex(text)) << grain;
  }
}

TEST(Sha256, CanBeAskedInBetween) {
  Sha256 hash;
  hash.add("a");
  EXPECT_EQ(hash.hex(), sha256_hex("a"));
  const Sha256 copy = hash;
  hash.add("bc");
  EXPECT_EQ(hash.hex(), sha256_hex("abc"));
  EXPECT_EQ(copy.hex(), sha256_hex("a"));
}

}  // namespace
}  // namespace sluice
