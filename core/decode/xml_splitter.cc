#include "decode/xml_splitter.h"

#include "base/bytes.h"
#include "base/check.h"
#include "base/text.h"

namespace sluice {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kCommentBegin = "<!--";
constexpr std::string_view kCdataBegin = "<![CDATA[";
constexpr std::string_view kDoctypeBegin = "<!DOCTYPE";
constexpr size_t kRootNameBytesMax = 128;

bool name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// '>', '<', and the quotes; of the bytes of names only digits and few others are so low.
bool tag_needs_care(char c) {
  return static_cast<unsigned char>(c) <= '>' && (c == '>' || c == '<' || c == '"' || c == '\'');
}

bool blank(std::string_view text) { return trim(text).empty(); }

// True when more bytes could still make `text` begin with `whole`.
bool could_become(std::string_view text, std::string_view whole) {
  return text.size() < whole.size() && starts_with_ignoring_case(whole, text);
}

bool ends_name(char c) { return c == '>' || c == '/' || c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

size_t name_length(std::string_view text) {
  size_t n = 0;
  while (n < text.size() && !ends_name(text[n])) ++n;
  return n;
}

}  // namespace

XmlSplitter::XmlSplitter(std::string_view list_name, std::string_view record_name, XmlSplitLimits limits)
    : list_name_(list_name), record_name_(record_name), limits_(limits) {}

XmlSplitter::Step XmlSplitter::next(std::string_view document, bool last) {
  if (state_ == State::kOver) return told_;
  document_ = document;
  // Ends: every turn moves at_ forward, or the state along kText, kMarkup, the markup's own.
  while (true) {
    const Scan scanned = scan();
    if (scanned == Scan::kTell) return told_;
    if (scanned == Scan::kNeedMore) return last ? conclude() : Step::kNeedMore;
  }
}

XmlSplitter::Scan XmlSplitter::scan() {
  switch (state_) {
    case State::kText:
      return phase_ == Phase::kInRecord ? skim_record() : scan_text();
    case State::kMarkup:
      return scan_markup();
    case State::kComment:
      return scan_until("-->");
    case State::kCdata:
      return scan_until("]]>");
    case State::kInstruction:
      return scan_until("?>");
    case State::kDoctype:
      return scan_doctype();
    case State::kDoctypeQuote:
      return scan_quote(State::kDoctype);
    case State::kTag:
      return scan_tag();
    case State::kTagQuote:
      return scan_quote(State::kTag);
    case State::kOver:
      break;
  }
  return Scan::kTell;
}

XmlSplitter::Scan XmlSplitter::scan_text() {
  const std::string_view left = document_.substr(at_);
  const size_t found = left.find('<');
  const std::string_view text = left.substr(0, found);
  if (phase_ == Phase::kBeforeRoot || phase_ == Phase::kAfterRoot) {
    std::string_view outside = text;
    if (at_ == 0) {
      if (outside.size() < kByteOrderMark.size() && found == std::string_view::npos && !outside.empty() &&
          outside == kByteOrderMark.substr(0, outside.size())) {
        return Scan::kNeedMore;
      }
      if (outside.substr(0, kByteOrderMark.size()) == kByteOrderMark) outside.remove_prefix(kByteOrderMark.size());
    }
    if (!blank(outside)) {
      while (is_space(outside.front())) outside.remove_prefix(1);
      markup_ = static_cast<size_t>(outside.data() - document_.data());
      return fail(phase_ == Phase::kBeforeRoot ? Failure::kNotXml : Failure::kTrailingBytes);
    }
  }
  at_ += text.size();
  if (found == std::string_view::npos) return Scan::kNeedMore;
  markup_ = at_;
  state_ = State::kMarkup;
  return Scan::kGoOn;
}

// Text and tags without attributes, which is nearly all that a record consists of, in one loop. Whatever else begins
// with a `<` is left to the scans below, and so is a tag whose end has not come yet.
XmlSplitter::Scan XmlSplitter::skim_record() {
  const char* const begin = document_.data();
  const char* const end = begin + document_.size();
  const char* at = begin + at_;
  while (true) {
    at = find_byte(at, end, '<');
    markup_ = at_ = static_cast<size_t>(at - begin);
    if (at == end) return Scan::kNeedMore;
    state_ = State::kMarkup;
    if (end - at < 2) return Scan::kGoOn;
    const bool closing = at[1] == '/';
    if (!closing && !name_start(at[1])) return Scan::kGoOn;
    const char* tag_end = at + 2;
    while (tag_end < end && !tag_needs_care(*tag_end)) ++tag_end;
    if (tag_end == end || *tag_end != '>') return Scan::kGoOn;
    const size_t name_begin = markup_ + (closing ? 2 : 1);
    at = tag_end + 1;
    at_ = static_cast<size_t>(at - begin);
    state_ = State::kText;
    if (inside_record(name_begin, closing, !closing && tag_end[-1] == '/') == Scan::kTell) return Scan::kTell;
  }
}

XmlSplitter::Scan XmlSplitter::scan_markup() {
  if (markup_ + 1 >= document_.size()) return Scan::kNeedMore;
  const char c = document_[markup_ + 1];
  if (c == '!') return scan_declaration();
  if (c == '?') {
    at_ = markup_ + 2;
    state_ = State::kInstruction;
    return Scan::kGoOn;
  }
  if (c == '/' || name_start(c)) {
    at_ = markup_ + 2;
    state_ = State::kTag;
    return Scan::kGoOn;
  }
  return broken_markup(markup_ + 1);
}

XmlSplitter::Scan XmlSplitter::scan_declaration() {
  const std::string_view text = document_.substr(markup_, kDoctypeBegin.size());
  const bool in_root = phase_ == Phase::kInRoot || phase_ == Phase::kInRecord;
  if (text.substr(0, kCommentBegin.size()) == kCommentBegin) {
    at_ = markup_ + kCommentBegin.size();
    state_ = State::kComment;
    return Scan::kGoOn;
  }
  if (text.substr(0, kCdataBegin.size()) == kCdataBegin && in_root) {
    at_ = markup_ + kCdataBegin.size();
    state_ = State::kCdata;
    return Scan::kGoOn;
  }
  if (starts_with_ignoring_case(text, kDoctypeBegin) && phase_ == Phase::kBeforeRoot && !doctype_seen_) {
    at_ = markup_ + kDoctypeBegin.size();
    state_ = State::kDoctype;
    doctype_seen_ = true;
    return Scan::kGoOn;
  }
  if (could_become(text, kCommentBegin) || could_become(text, kCdataBegin) || could_become(text, kDoctypeBegin)) {
    return Scan::kNeedMore;
  }
  return broken_markup(markup_ + 1);
}

XmlSplitter::Scan XmlSplitter::scan_until(std::string_view end) {
  const char* const document_end = document_.data() + document_.size();
  const char* at = document_.data() + at_;
  while (true) {
    at = find_byte(at, document_end, end.front());
    at_ = static_cast<size_t>(at - document_.data());
    const std::string_view found = document_.substr(at_, end.size());
    if (found.size() < end.size()) return Scan::kNeedMore;  // the end's own first bytes may be there already
    if (found == end) break;
    ++at;
  }
  at_ += end.size();
  state_ = State::kText;
  return Scan::kGoOn;
}

XmlSplitter::Scan XmlSplitter::scan_doctype() {
  for (; at_ < document_.size(); ++at_) {
    const char c = document_[at_];
    if (c == '"' || c == '\'') {
      quote_ = c;
      ++at_;
      state_ = State::kDoctypeQuote;
      return Scan::kGoOn;
    }
    if (c == '[') return fail(Failure::kInternalDtd);
    if (c == '<') return fail(Failure::kMalformed);
    if (c == '>') return end_doctype();
  }
  return Scan::kNeedMore;
}

XmlSplitter::Scan XmlSplitter::end_doctype() {
  const size_t begin = markup_ + kDoctypeBegin.size();
  const std::string_view inside = trim(document_.substr(begin, at_ - begin));
  if (equals_ignoring_case(inside.substr(0, name_length(inside)), "html")) return fail(Failure::kHtml);
  ++at_;
  state_ = State::kText;
  return Scan::kGoOn;
}

// The vendor's own system id has a `<` and a line break in its quotes, so in a DOCTYPE anything goes there. A tag's
// quotes may hold no `<`: one there means that a quote is missing, and it is better to find that out here than to read
// on to the next quote in some other record.
XmlSplitter::Scan XmlSplitter::scan_quote(State back) {
  for (; at_ < document_.size(); ++at_) {
    const char c = document_[at_];
    if (c == quote_) {
      ++at_;
      state_ = back;
      return Scan::kGoOn;
    }
    if (c == '<' && back == State::kTag) return broken_markup(at_);
  }
  return Scan::kNeedMore;
}

XmlSplitter::Scan XmlSplitter::scan_tag() {
  for (; at_ < document_.size(); ++at_) {
    const char c = document_[at_];
    if (c == '>') return end_tag_or_start();
    if (c == '<') return broken_markup(at_);
    if (c == '"' || c == '\'') {
      quote_ = c;
      ++at_;
      state_ = State::kTagQuote;
      return Scan::kGoOn;
    }
  }
  return Scan::kNeedMore;
}

// at_ is the `>` of a tag.
XmlSplitter::Scan XmlSplitter::end_tag_or_start() {
  const bool closing = document_[markup_ + 1] == '/';
  const size_t begin = markup_ + (closing ? 2 : 1);
  const bool empty = !closing && document_[at_ - 1] == '/';
  ++at_;
  state_ = State::kText;
  if (phase_ == Phase::kInRecord) return inside_record(begin, closing, empty);
  const Name name{begin, name_length(document_.substr(begin, at_ - begin))};
  switch (phase_) {
    case Phase::kInRoot:
      return closing ? close_element(text_of(name)) : open_element(name, empty);
    case Phase::kBeforeRoot:
      if (closing) return fail(Failure::kNotXml);
      open_.push_back(name);
      return open_root(text_of(name), empty);
    case Phase::kInRecord:
    case Phase::kAfterRoot:
      break;
  }
  return fail(Failure::kTrailingBytes);
}

XmlSplitter::Scan XmlSplitter::open_root(std::string_view name, bool empty) {
  if (equals_ignoring_case(name, "html")) return fail(Failure::kHtml);
  root_ = name.substr(0, kRootNameBytesMax);
  rest_begin_ = markup_;
  phase_ = Phase::kInRoot;
  if (empty && close_element(name) == Scan::kTell) return Scan::kTell;
  return tell(Step::kRoot);
}

XmlSplitter::Scan XmlSplitter::open_element(Name name, bool empty) {
  if (text_of(name) == record_name_ && text_of(open_.back()) == list_name_) {
    if (!flush_rest(markup_)) return fail(Failure::kRestTooLarge);
    record_ = Record{markup_, 0, false, false, false};
    record_depth_ = 0;
    inner_records_ = 0;
    phase_ = Phase::kInRecord;
    if (empty) return end_record();
    return tells_beginnings_ ? tell(Step::kBegin) : Scan::kGoOn;
  }
  if (empty) return Scan::kGoOn;
  open_.push_back(name);
  return open_.size() > limits_.nesting_max ? fail(Failure::kTooDeep) : Scan::kGoOn;
}

XmlSplitter::Scan XmlSplitter::close_element(std::string_view name) {
  if (name != text_of(open_.back())) return fail(Failure::kMalformed);
  open_.pop_back();
  if (!open_.empty()) return Scan::kGoOn;
  phase_ = Phase::kAfterRoot;
  return flush_rest(at_) ? Scan::kGoOn : fail(Failure::kRestTooLarge);
}

// A record ends with the end tag of its own name, whatever the tags in it do: whether they match is for the parser of
// the record to judge.
XmlSplitter::Scan XmlSplitter::inside_record(size_t name_begin, bool closing, bool empty) {
  const bool like_record = named(name_begin, record_name_);
  if (!closing) {
    if (empty) return Scan::kGoOn;
    if (like_record) ++inner_records_;
    ++record_depth_;
    if (open_.size() + 1 + record_depth_ > limits_.nesting_max) record_.too_deep = true;
    return Scan::kGoOn;
  }
  if (like_record && inner_records_ == 0) return end_record();
  // The list ends inside a record: the record's own end is missing, and with it the border to the next one.
  if (named(name_begin, list_name_)) return fail(Failure::kMalformed);
  if (like_record) --inner_records_;
  if (record_depth_ > 0) --record_depth_;
  return Scan::kGoOn;
}

// Most elements are told apart by the first byte of their name.
bool XmlSplitter::named(size_t name_begin, std::string_view name) const {
  return document_[name_begin] == name.front() && document_.substr(name_begin, name.size()) == name &&
         ends_name(document_[name_begin + name.size()]);
}

void XmlSplitter::pass_record(size_t end) {
  SLUICE_CHECK(phase_ == Phase::kInRecord && end > at_);
  at_ = end;
  end_record();
}

XmlSplitter::Scan XmlSplitter::end_record() {
  record_.end = at_;
  record_.too_large = record_.end - record_.begin > limits_.record_bytes_max;
  rest_begin_ = at_;
  phase_ = Phase::kInRoot;
  return tell(Step::kRecord);
}

XmlSplitter::Scan XmlSplitter::broken_markup(size_t resume_at) {
  switch (phase_) {
    case Phase::kBeforeRoot:
      return fail(Failure::kNotXml);
    case Phase::kInRoot:
      return fail(Failure::kMalformed);
    case Phase::kAfterRoot:
      return fail(Failure::kTrailingBytes);
    case Phase::kInRecord:
      break;
  }
  record_.broken = true;
  at_ = resume_at;
  state_ = State::kText;
  return Scan::kGoOn;
}

XmlSplitter::Scan XmlSplitter::fail(Failure failure) {
  failure_ = failure;
  state_ = State::kOver;
  return tell(Step::kFailed);
}

XmlSplitter::Scan XmlSplitter::tell(Step step) {
  told_ = step;
  return Scan::kTell;
}

// White space between records is left out, so the rest stays small however many records there are.
bool XmlSplitter::flush_rest(size_t end) {
  const std::string_view piece = document_.substr(rest_begin_, end - rest_begin_);
  if (!blank(piece)) rest_ += piece;
  return rest_.size() <= limits_.rest_bytes_max;
}

XmlSplitter::Step XmlSplitter::conclude() {
  const bool in_text = state_ == State::kText;
  state_ = State::kOver;
  if (phase_ == Phase::kAfterRoot && in_text) return told_ = Step::kEnd;
  const bool nothing_seen = phase_ == Phase::kBeforeRoot && in_text && markup_ == 0 && !doctype_seen_;
  const std::string_view seen = document_.substr(0, 1);
  failure_ = nothing_seen && seen != "<" ? Failure::kEmpty : Failure::kCut;
  return told_ = Step::kFailed;
}

}  // namespace sluice
