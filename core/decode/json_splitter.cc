#include "decode/json_splitter.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace sluice {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr size_t kNameBytesMax = 200;  // a longer member name cannot be that of the list

bool opens(char c) { return c == '{' || c == '['; }
bool closes(char c) { return c == '}' || c == ']'; }
bool pairs_with(char open, char close) { return (open == '{' && close == '}') || (open == '[' && close == ']'); }

}  // namespace

JsonSplitter::JsonSplitter(std::vector<std::string> list_names, JsonSplitLimits limits)
    : list_names_(std::move(list_names)), limits_(limits) {}

JsonSplitter::Step JsonSplitter::next(std::string_view document, bool last) {
  if (place_ == Place::kOver) return told_;
  document_ = document;
  for (;;) {
    const Scan result = at_ < document_.size() ? scan() : Scan::kNeedMore;
    if (result == Scan::kTell) return told_;
    if (result == Scan::kNeedMore) return last ? conclude() : Step::kNeedMore;
  }
}

JsonSplitter::Scan JsonSplitter::scan() {
  switch (place_) {
    case Place::kBeforeRoot: return scan_before_root();
    case Place::kInRoot: return scan_in_root();
    case Place::kBeforeItem: return scan_before_item();
    case Place::kInItem: return scan_in_item();
    case Place::kAfterItem: return scan_after_item();
    case Place::kAfterRoot: return scan_after_root();
    case Place::kOver: break;
  }
  return Scan::kTell;
}

// Nothing follows any more.
JsonSplitter::Step JsonSplitter::conclude() {
  if (place_ == Place::kAfterRoot) {
    tell(Step::kEnd);
  } else {
    fail(place_ == Place::kBeforeRoot ? Failure::kEmpty : Failure::kCut);
  }
  place_ = Place::kOver;
  return told_;
}

JsonSplitter::Scan JsonSplitter::scan_before_root() {
  if (at_ == 0 && kByteOrderMark.substr(0, document_.size()) == document_.substr(0, kByteOrderMark.size())) {
    if (document_.size() < kByteOrderMark.size()) return Scan::kNeedMore;
    at_ = kByteOrderMark.size();
    return Scan::kGoOn;
  }
  const char c = document_[at_];
  if (is_space(c)) {
    ++at_;
    return Scan::kGoOn;
  }
  if (!opens(c)) return fail(Failure::kNotJson);
  ++at_;
  if (c == '[') {
    bare_ = true;
    return open_list();
  }
  brackets_ = "{";
  rest_ = "{";
  place_ = Place::kInRoot;
  return Scan::kGoOn;
}

// Inside a text: says whether it goes on behind `c`.
bool JsonSplitter::pass_text(char c) {
  if (escaped_) {
    escaped_ = false;
  } else if (c == '\\') {
    escaped_ = true;
  } else if (c == '"') {
    in_text_ = false;
  }
  return in_text_;
}

// What stands directly in the top object: the text before a colon is the name of the member that follows.
void JsonSplitter::note_name(char c) {
  if (brackets_.size() != 1) return;
  if (in_text_) {
    if (name_.size() < kNameBytesMax) name_.push_back(c);
  } else if (c == ':') {
    name_is_key_ = true;
  } else if (c == ',') {
    name_is_key_ = false;
  }
}

bool JsonSplitter::keep_rest(char c) {
  if (rest_.size() >= limits_.rest_bytes_max) return false;
  rest_.push_back(c);
  return true;
}

JsonSplitter::Scan JsonSplitter::scan_in_root() {
  while (at_ < document_.size()) {
    const char c = document_[at_];
    if (!in_text_ && c == '[' && brackets_.size() == 1 && name_is_key_ && !has_list_ &&
        std::find(list_names_.begin(), list_names_.end(), name_) != list_names_.end()) {
      ++at_;
      list_name_ = name_;
      rest_ += "[]";
      return open_list();
    }
    if (!keep_rest(c)) return fail(Failure::kRestTooLarge);
    if (in_text_) {
      if (pass_text(c)) note_name(c);
    } else if (c == '"') {
      in_text_ = true;
      if (brackets_.size() == 1 && !name_is_key_) name_.clear();
    } else if (opens(c)) {
      if (brackets_.size() >= limits_.nesting_max) return fail(Failure::kTooDeep);
      brackets_.push_back(c);
    } else if (closes(c)) {
      if (!pairs_with(brackets_.back(), c)) return fail(Failure::kMalformed);
      brackets_.pop_back();
      if (brackets_.empty()) {
        ++at_;
        place_ = Place::kAfterRoot;
        return Scan::kGoOn;
      }
    } else {
      note_name(c);
    }
    ++at_;
  }
  return Scan::kNeedMore;
}

JsonSplitter::Scan JsonSplitter::open_list() {
  has_list_ = true;
  comma_ = false;
  place_ = Place::kBeforeItem;
  return Scan::kGoOn;
}

JsonSplitter::Scan JsonSplitter::scan_before_item() {
  const char c = document_[at_];
  if (is_space(c)) {
    ++at_;
    return Scan::kGoOn;
  }
  if (c == ']' && !comma_) {
    place_ = Place::kAfterItem;
    return Scan::kGoOn;
  }
  if (c == ']' || c == ',' || c == '}' || c == ':') return fail(Failure::kMalformed);
  record_ = Record{};
  record_.begin = at_;
  inner_.clear();
  scalar_ = !opens(c);
  place_ = Place::kInItem;
  return Scan::kGoOn;
}

JsonSplitter::Scan JsonSplitter::scan_in_item() {
  while (at_ < document_.size()) {
    const char c = document_[at_];
    if (in_text_) {
      pass_text(c);
    } else if (scalar_ && inner_.empty() && (c == ',' || c == ']' || is_space(c))) {
      return end_item();
    } else if (c == '"') {
      in_text_ = true;
    } else if (opens(c)) {
      if (inner_.size() >= limits_.nesting_max) record_.too_deep = true;
      // Past the limit nesting is still followed, to find the end; a body is bounded, so is this.
      inner_.push_back(c);
    } else if (closes(c)) {
      if (inner_.empty() || !pairs_with(inner_.back(), c)) return fail(Failure::kMalformed);
      inner_.pop_back();
      if (inner_.empty() && !scalar_) {
        ++at_;
        return end_item();
      }
    }
    ++at_;
  }
  return Scan::kNeedMore;
}

JsonSplitter::Scan JsonSplitter::end_item() {
  record_.end = at_;
  record_.too_large = record_.end - record_.begin > limits_.record_bytes_max;
  place_ = Place::kAfterItem;
  return tell(Step::kRecord);
}

JsonSplitter::Scan JsonSplitter::scan_after_item() {
  const char c = document_[at_];
  if (is_space(c)) {
    ++at_;
    return Scan::kGoOn;
  }
  if (c == ',') {
    ++at_;
    comma_ = true;
    place_ = Place::kBeforeItem;
    return Scan::kGoOn;
  }
  if (c != ']') return fail(Failure::kMalformed);
  ++at_;
  name_is_key_ = false;
  if (bare_) rest_ = "[]";
  place_ = bare_ ? Place::kAfterRoot : Place::kInRoot;
  return Scan::kGoOn;
}

JsonSplitter::Scan JsonSplitter::scan_after_root() {
  if (!is_space(document_[at_])) return fail(Failure::kTrailingBytes);
  ++at_;
  return Scan::kGoOn;
}

JsonSplitter::Scan JsonSplitter::fail(Failure failure) {
  failure_ = failure;
  place_ = Place::kOver;
  return tell(Step::kFailed);
}

JsonSplitter::Scan JsonSplitter::tell(Step step) {
  told_ = step;
  return Scan::kTell;
}

}  // namespace sluice
