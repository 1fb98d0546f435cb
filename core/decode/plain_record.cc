#include "decode/plain_record.h"

#include <algorithm>
#include <cstdint>

#include "base/bytes.h"

namespace sluice {
namespace {

constexpr std::string_view kSectionBegin = "<![CDATA[";
constexpr uint64_t kBlanks = every_byte(' ');

struct Reference {
  std::string_view spelled;
  char meant;
};
constexpr Reference kReferences[] = {
    {"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

bool is_name_start(char c) { return c >= 'A' && c <= 'Z'; }

bool is_name_byte(char c) { return is_name_start(c) || c == '_' || (c >= '0' && c <= '9'); }

}  // namespace

void PlainRecord::skip_space() {
  while (at_ < shown_ && is_blank(*at_)) {
    ++at_;
    while (shown_ - at_ >= 8 && load8(at_) == kBlanks) at_ += 8;
  }
}

PlainRecord::Taken PlainRecord::take(std::string_view text) {
  const size_t length = std::min(left(), text.size());
  if (!equal_bytes(at_, text.data(), length)) return Taken::kNo;
  if (length < text.size()) return Taken::kMore;
  at_ += length;
  return Taken::kYes;
}

// "</NAME>"
PlainRecord::Taken PlainRecord::take_close(std::string_view name) {
  const size_t length = name.size() + 3;
  if (left() < 2) return Taken::kMore;
  if (at_[0] != '<' || at_[1] != '/') return Taken::kNo;
  if (left() < length) return Taken::kMore;
  if (at_[length - 1] != '>' || !equal_bytes(at_ + 2, name.data(), name.size())) return Taken::kNo;
  at_ += length;
  return Taken::kYes;
}

PlainRecord::Taken PlainRecord::take_reference() {
  Taken any = Taken::kNo;
  for (const Reference& reference : kReferences) {
    const Taken taken = take(reference.spelled);
    if (taken == Taken::kYes) return taken;
    if (taken == Taken::kMore) any = taken;
  }
  return any;
}

PlainRecord::Token PlainRecord::other() {
  over_ = true;
  return Token::kOther;
}

PlainRecord::Token PlainRecord::wait() {
  at_ = token_;
  return Token::kMore;
}

PlainRecord::Token PlainRecord::next(std::string_view expected) {
  if (over_) return Token::kOther;
  skip_space();
  if (at_ != token_) {
    text_searched_ = section_searched_ = at_;
    references_ = false;
  }
  token_ = at_;
  if (left() < 2) return Token::kMore;
  if (at_[0] != '<') return other();
  return at_[1] == '/' ? close_tag() : open_tag(expected);
}

PlainRecord::Token PlainRecord::close_tag() {
  if (depth_ == 0) return other();
  const Taken taken = take_close(open_[depth_ - 1]);
  if (taken != Taken::kYes) return taken == Taken::kMore ? wait() : other();
  name_ = open_[--depth_];
  return Token::kClose;
}

PlainRecord::Token PlainRecord::open_tag(std::string_view expected) {
  const char* const begin = ++at_;
  const size_t guess = expected.size();
  as_expected_ = guess > 0 && left() > guess && at_[guess] == '>' && equal_bytes(at_, expected.data(), guess);
  if (as_expected_) {
    at_ += guess;
  } else {
    if (!is_name_start(*at_)) return other();
    while (at_ < shown_ && is_name_byte(*at_)) ++at_;
    if (at_ == shown_) return wait();
    if (*at_ != '>') return other();
  }
  name_ = std::string_view(begin, static_cast<size_t>(at_ - begin));
  ++at_;
  return content();
}

PlainRecord::Token PlainRecord::content() {
  const char* begin = at_;
  at_ = std::max(at_, text_searched_);
  while (true) {
    at_ = find_either(at_, shown_, '<', '&');
    text_searched_ = at_;
    if (at_ == shown_) return wait();
    if (*at_ == '<') break;
    const Taken taken = take_reference();
    if (taken != Taken::kYes) return taken == Taken::kMore ? wait() : other();
    references_ = true;
  }
  const char* const end = at_;
  const Taken closed = take_close(name_);
  if (closed == Taken::kMore) return wait();
  const char* inner = begin;
  while (inner < end && is_blank(*inner)) ++inner;
  if (closed == Taken::kYes) {
    section_ = false;
    text_ = inner == end ? std::string_view() : std::string_view(begin, static_cast<size_t>(end - begin));
    return Token::kLeaf;
  }
  if (inner != end || at_[1] == '/') return other();
  if (at_[1] == '!') return section_content();
  if (depth_ == kDepthMax) return other();
  open_[depth_++] = name_;
  return Token::kOpen;
}

PlainRecord::Token PlainRecord::section_content() {
  const Taken taken = take(kSectionBegin);
  if (taken != Taken::kYes) return taken == Taken::kMore ? wait() : other();
  const char* const begin = at_;
  for (at_ = std::max(at_, section_searched_);; ++at_) {
    at_ = find_byte(at_, shown_, ']');
    section_searched_ = at_;
    if (left() < 3) return wait();
    if (at_[1] == ']' && at_[2] == '>') break;
  }
  text_ = std::string_view(begin, static_cast<size_t>(at_ - begin));
  section_ = true;
  at_ += 3;
  skip_space();
  const Taken closed = take_close(name_);
  if (closed != Taken::kYes) return closed == Taken::kMore ? wait() : other();
  return Token::kLeaf;
}

std::string without_references(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const char* at = text.data();
  const char* const end = at + text.size();
  while (true) {
    const char* const found = find_byte(at, end, '&');
    out.append(at, found);
    if (found == end) return out;
    at = found + 1;
    for (const Reference& reference : kReferences) {
      if (std::string_view(found, static_cast<size_t>(end - found)).substr(0, reference.spelled.size()) !=
          reference.spelled) {
        continue;
      }
      out.push_back(reference.meant);
      at = found + reference.spelled.size();
      break;
    }
  }
}

}  // namespace sluice
