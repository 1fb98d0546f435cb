// Cuts an XML document into its records and the rest, without building anything: it knows tags with their quotes,
// comments, CDATA sections, processing instructions and a DOCTYPE to skip, and so sees the difference between markup
// and text that looks like it. A record is an element of a given name inside a list element of a given name
// (`<ASSET>` in `<ASSET_LIST>`); the rest is everything of the root that is not a record, and small.
//
// It is shown a growing prefix of the document and goes on where it stopped, whatever the pieces are; no byte is looked
// at twice. It holds no bytes of the records, only where they begin and end. An internal DTD subset is refused, since
// entities could be defined there (api-reference.md 6.7).
//
//   before root ──▶ in root ⇄ in record ──▶ after root ──▶ end
//        any of them ──▶ failed, for good
//
// Broken markup inside a record makes that record broken and nothing else: reading goes on at the next `<`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

struct XmlSplitLimits {
  size_t record_bytes_max = 8 * 1000 * 1000;
  size_t rest_bytes_max = 8 * 1000 * 1000;
  size_t nesting_max = 32;
};

class XmlSplitter {
 public:
  enum class Step {
    kNeedMore,  // all bytes shown so far are used up
    kRoot,      // the root's name is known
    kBegin,     // a record begins at record().begin; only after tell_beginnings()
    kRecord,    // record() is complete
    kEnd,       // the document is whole
    kFailed,    // failure() says why
  };
  enum class Failure {
    kNone,
    kEmpty,          // nothing but white space
    kCut,            // ended inside the document
    kHtml,           // `<!DOCTYPE html` or `<html`
    kNotXml,         // does not begin as XML does
    kTrailingBytes,  // neither comment nor white space behind the root
    kInternalDtd,
    kMalformed,     // broken outside any record
    kTooDeep,       // over nesting_max outside any record
    kRestTooLarge,  // over rest_bytes_max
  };
  struct Record {
    size_t begin = 0;
    size_t end = 0;
    bool too_large = false;
    bool too_deep = false;
    bool broken = false;  // a `<` that begins no markup, or a tag or quote that does not end
  };

  XmlSplitter(std::string_view list_name, std::string_view record_name, XmlSplitLimits limits = {});

  // next() also stops where a record begins that is not empty: kBegin.
  void tell_beginnings() { tells_beginnings_ = true; }
  // After kBegin, from a caller who has read the record by other means: it ended before `end`.
  void pass_record(size_t end);
  // Elements may be open so deep inside a record.
  bool has_room(size_t depth) const { return open_.size() + 1 + depth <= limits_.nesting_max; }

  // `document` is all of it so far; what was shown before stays as it was, except for the bytes of finished records.
  // `last`: nothing follows. Returns at the first thing to tell.
  Step next(std::string_view document, bool last);

  const Record& record() const { return record_; }
  const std::string& root() const { return root_; }
  Failure failure() const { return failure_; }
  // After kFailed: where the markup or text begins that cannot be; the same however the document was shown.
  size_t failure_offset() const { return markup_; }
  // After kEnd: the root element without its records.
  std::string take_rest() { return std::move(rest_); }

 private:
  enum class State { kText, kMarkup, kComment, kCdata, kInstruction, kDoctype, kDoctypeQuote, kTag, kTagQuote, kOver };
  enum class Phase { kBeforeRoot, kInRoot, kInRecord, kAfterRoot };
  enum class Scan { kGoOn, kNeedMore, kTell };
  struct Name {
    size_t begin;
    size_t length;
  };

  Scan scan();
  Scan scan_text();
  Scan skim_record();
  Scan scan_markup();
  Scan scan_declaration();
  Scan scan_until(std::string_view end);
  Scan scan_doctype();
  Scan scan_tag();
  Scan scan_quote(State back);
  Scan end_doctype();
  Scan end_tag_or_start();
  Scan open_root(std::string_view name, bool empty);
  Scan open_element(Name name, bool empty);
  Scan close_element(std::string_view name);
  Scan inside_record(size_t name_begin, bool closing, bool empty);
  bool named(size_t name_begin, std::string_view name) const;
  Scan end_record();
  Scan broken_markup(size_t resume_at);
  Scan fail(Failure failure);
  Scan tell(Step step);
  bool flush_rest(size_t end);
  Step conclude();
  std::string_view text_of(Name name) const { return document_.substr(name.begin, name.length); }

  std::string list_name_;
  std::string record_name_;
  XmlSplitLimits limits_;

  std::string_view document_;  // only during next()
  State state_ = State::kText;
  Phase phase_ = Phase::kBeforeRoot;
  size_t at_ = 0;      // where to go on
  size_t markup_ = 0;  // the `<` of the current or last markup
  char quote_ = 0;
  bool doctype_seen_ = false;
  bool tells_beginnings_ = false;
  std::vector<Name> open_;    // elements around `at_`, records and what is in them apart
  size_t record_depth_ = 0;   // open elements inside the record
  size_t inner_records_ = 0;  // open elements inside the record that are named like it
  size_t rest_begin_ = 0;     // first byte of the rest that is not in rest_ yet
  std::string rest_;
  std::string root_;
  Record record_;
  Failure failure_ = Failure::kNone;
  Step told_ = Step::kNeedMore;
};

}  // namespace sluice
