#include "decode/json_tokens.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/random.h"
#include "base/text.h"

namespace sluice {
namespace {

using Token = JsonTokens::Token;

// The document written down again without white space; "broken" where it is no JSON.
std::string written(std::string_view text, size_t allowed = 1000000) {
  JsonTokens tokens(text);
  std::string out;
  std::string between;
  while (true) {
    size_t left = allowed;
    const Token token = tokens.next(left);
    if (token == Token::kMore) continue;
    if (token == Token::kEnd) return out;
    if (token == Token::kBroken) return "broken";
    const bool closes = token == Token::kEndObject || token == Token::kEndArray;
    if (!closes) out += between;
    between = ",";
    switch (token) {
      case Token::kObject: out += "{"; between = ""; break;
      case Token::kArray: out += "["; between = ""; break;
      case Token::kEndObject: out += "}"; break;
      case Token::kEndArray: out += "]"; break;
      case Token::kKey: append_json_string(out, tokens.text()); between = ":"; break;
      case Token::kText: append_json_string(out, tokens.text()); break;
      case Token::kNumber:
        // Nothing is wrong with 1e999, but the other parser cannot hold it.
        if (!std::isfinite(std::strtod(std::string(tokens.spelled()).c_str(), nullptr))) return "broken";
        out += tokens.spelled();
        break;
      case Token::kTrue: out += "true"; break;
      case Token::kFalse: out += "false"; break;
      default: out += "null"; break;
    }
  }
}

TEST(JsonTokens, ReadsEveryKindOfValue) {
  EXPECT_EQ(written(R"( {"a" : [ 1 , -2.5e+3,true ,false,null,"x\n\u0041" ] , "b":{ } , "c":[ ]} )"),
            R"({"a":[1,-2.5e+3,true,false,null,"x\nA"],"b":{},"c":[]})");
  EXPECT_EQ(written("17"), "17");
  EXPECT_EQ(written(R"("\ud83d\ude00\\\/\"")"), "\"\xF0\x9F\x98\x80\\\\/\\\"\"");
}

TEST(JsonTokens, TellsIntegersFromOtherNumbers) {
  for (const auto& [text, integer] : {std::pair<const char*, bool>{"0", true}, {"-17", true}, {"1.0", false},
                                      {"1e2", false}, {"123456789012345678901234567890", true}}) {
    JsonTokens tokens(text);
    size_t left = 100;
    ASSERT_EQ(tokens.next(left), Token::kNumber) << text;
    EXPECT_EQ(tokens.integer(), integer) << text;
    EXPECT_EQ(tokens.spelled(), text);
  }
}

TEST(JsonTokens, WhatIsNoJsonIsBrokenForGood) {
  for (const std::string_view text :
       {"", " ", "{", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{1:2}", "[1 2]", "[1}", "01", "-", "1.", ".5",
        "1e", "+1", "tru", "nul", "\"", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\"",
        "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\n\"", "1 2", "{} x", "]", "'a'", "NaN"}) {
    EXPECT_EQ(written(text), "broken") << text;
    EXPECT_EQ(written(text, 1), "broken") << text;
  }
  JsonTokens tokens("x");
  size_t left = 10;
  EXPECT_EQ(tokens.next(left), Token::kBroken);
  EXPECT_EQ(tokens.next(left), Token::kBroken);
}

TEST(JsonTokens, WithoutAnAllowanceItStaysWhereItIs) {
  JsonTokens tokens("[1]");
  size_t none = 0;
  EXPECT_EQ(tokens.next(none), Token::kMore);
  EXPECT_EQ(tokens.position(), 0u);
}

// Good documents with some of their bytes changed, against a parser that others have written.
TEST(JsonTokens, AgreesWithAnotherParserAboutWhatIsJson) {
  const std::string good =
      R"({"id":17,"n":-0.5E-3,"t":"a\u00e9\n\ud83d\ude00\\","o":{"x":[true,false,null,{}],"y":[]},"z":[1,[2.0,"\/"],0]})";
  constexpr std::string_view kBytes = "{}[]\",:\\u0123456789eE+-.tfnaldrs \n";
  Random random(7);
  const auto below = [&](size_t bound) { return static_cast<size_t>(random.below(bound)); };
  int good_ones = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text = good;
    for (size_t changes = below(3); changes > 0; --changes) {
      const size_t at = below(text.size());
      const char byte = kBytes[below(kBytes.size())];
      switch (below(3)) {
        case 0: text[at] = byte; break;
        case 1: text.insert(at, 1, byte); break;
        default: text.erase(at, 1); break;
      }
    }
    const std::string ours = written(text);
    ASSERT_EQ(written(text, 1 + below(20)), ours) << text;
    const nlohmann::json theirs = nlohmann::json::parse(text, nullptr, false);
    ASSERT_EQ(ours != "broken", !theirs.is_discarded()) << text;
    if (ours == "broken") continue;
    ++good_ones;
    ASSERT_EQ(nlohmann::json::parse(ours, nullptr, false), theirs) << text;
  }
  EXPECT_GT(good_ones, 5000);
}

}  // namespace
}  // namespace sluice
