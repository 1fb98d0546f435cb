// Cuts a JSON document into the items of its list and the rest, without building anything: it knows texts with their
// escapes and the nesting of brackets, so a brace inside a text is none. The list is a bare array, or the value of a
// member of the top object whose name is one of those given (`"assets":[…]`); the rest is everything of the top object
// that is not an item, and small (api-reference.md 5.4).
//
// It is shown a growing prefix of the document and goes on where it stopped, whatever the pieces are; no byte is looked
// at twice. It holds no bytes of the items, only where they begin and end.
//
//   before root ──▶ in root ⇄ in list ⇄ in item       in root ──▶ after root ──▶ end
//        any of them ──▶ failed, for good
//
// It checks structure, not grammar: whether an item is good JSON is for whoever parses it, and a bad one spoils only
// itself as long as its brackets and quotes are in order.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

struct JsonSplitLimits {
  size_t record_bytes_max = 8 * 1000 * 1000;
  size_t rest_bytes_max = 1 * 1000 * 1000;
  size_t nesting_max = 32;
};

class JsonSplitter {
 public:
  enum class Step {
    kNeedMore,  // all bytes shown so far are used up
    kRecord,    // record() is complete
    kEnd,       // the document is whole
    kFailed,    // failure() says why
  };
  enum class Failure {
    kNone,
    kEmpty,          // nothing but white space
    kCut,            // ended inside the document
    kNotJson,        // does not begin as an object or an array
    kTrailingBytes,  // something behind the root
    kMalformed,      // broken outside any item
    kTooDeep,        // over nesting_max outside any item
    kRestTooLarge,   // over rest_bytes_max
  };
  struct Record {
    size_t begin = 0;
    size_t end = 0;
    bool too_large = false;
    bool too_deep = false;
  };

  // Among several members of such names the one that comes first in `list_names` is not waited for: the first in the
  // document that is an array is the list.
  explicit JsonSplitter(std::vector<std::string> list_names, JsonSplitLimits limits = {});

  // `document` is all of it so far; what was shown before stays as it was. `last`: nothing follows.
  Step next(std::string_view document, bool last);

  const Record& record() const { return record_; }
  Failure failure() const { return failure_; }
  size_t failure_offset() const { return at_; }
  // A list was found, even if it is empty.
  bool has_list() const { return has_list_; }
  const std::string& list_name() const { return list_name_; }  // "" for a bare array
  // After kEnd: the top object with an empty list, "[]" for a bare array.
  const std::string& rest() const { return rest_; }

 private:
  enum class Place { kBeforeRoot, kInRoot, kBeforeItem, kInItem, kAfterItem, kAfterRoot, kOver };
  enum class Scan { kGoOn, kNeedMore, kTell };

  Scan scan();
  Scan scan_before_root();
  Scan scan_in_root();
  Scan scan_before_item();
  Scan scan_in_item();
  Scan scan_after_item();
  Scan scan_after_root();
  Scan fail(Failure failure);
  Scan tell(Step step);
  Scan open_list();
  Scan end_item();
  bool pass_text(char c);
  void note_name(char c);
  bool keep_rest(char c);
  Step conclude();

  std::vector<std::string> list_names_;
  JsonSplitLimits limits_;

  std::string_view document_;  // only during next()
  Place place_ = Place::kBeforeRoot;
  size_t at_ = 0;          // where to go on
  bool in_text_ = false;
  bool escaped_ = false;   // behind a backslash in a text
  std::string brackets_;   // open ones of the root, without the list's own
  std::string inner_;      // open ones of the item
  bool scalar_ = false;    // the item is neither object nor array
  bool bare_ = false;      // the root is the list
  bool has_list_ = false;
  bool comma_ = false;     // the list's last token was a comma
  std::string name_;       // the last text of the top object, as written
  bool name_is_key_ = false;  // a colon stood behind it
  std::string list_name_;
  std::string rest_;
  Record record_;
  Failure failure_ = Failure::kNone;
  Step told_ = Step::kNeedMore;
};

}  // namespace sluice
