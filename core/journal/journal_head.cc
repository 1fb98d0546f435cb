#include "journal/journal_head.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.h"
#include "journal/journal_entry.h"

namespace sluice {
namespace {

constexpr size_t kDigestDigits = 64;

bool is_digest(std::string_view text) {
  return text.size() == kDigestDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

// Hears the head's tokens as they are read, and remembers the two members of the top object that matter.
class HeadListener : public nlohmann::json_sax<nlohmann::json> {
 public:
  Result<JournalHead> result() const {
    if (!trouble_.empty()) return Error{"bad_checkpoint", trouble_};
    if (!has_bytes_) return Error{"bad_checkpoint", "its head does not say how many bytes follow"};
    if (head_.bytes > 0 && head_.sha256.empty()) return Error{"bad_checkpoint", "its head has no digest of its body"};
    return head_;
  }

  bool null() override { return scalar(); }
  bool boolean(bool) override { return scalar(); }
  bool number_integer(number_integer_t) override { return scalar(); }  // a negative one
  bool number_float(number_float_t, const string_t&) override { return scalar(); }
  bool binary(binary_t&) override { return scalar(); }

  bool number_unsigned(number_unsigned_t value) override {
    if (depth_ != 1 || wanted_ != Wanted::kBytes) return scalar();
    wanted_ = Wanted::kNothing;
    if (value > kJournalBodyBytesMax) return refuse("its head announces a body of over 128 MB");
    if (std::exchange(has_bytes_, true)) return refuse("its head says twice how many bytes follow");
    head_.bytes = value;
    return true;
  }

  bool string(string_t& value) override {
    if (depth_ != 1 || wanted_ != Wanted::kDigest) return scalar();
    wanted_ = Wanted::kNothing;
    if (!value.empty() && !is_digest(value)) return refuse("the digest in its head is none");
    if (!head_.sha256.empty()) return refuse("its head has two digests");
    head_.sha256 = std::move(value);
    return true;
  }

  bool key(string_t& name) override {
    if (depth_ == 1) wanted_ = name == "bytes" ? Wanted::kBytes : name == "sha256" ? Wanted::kDigest : Wanted::kNothing;
    return true;
  }

  bool start_object(size_t) override { return open(); }
  bool end_object() override { return close(); }
  bool start_array(size_t) override { return depth_ == 0 ? refuse("its head is no JSON object") : open(); }
  bool end_array() override { return close(); }

  bool parse_error(size_t, const std::string&, const nlohmann::detail::exception&) override {
    return refuse("its head is not JSON");
  }

 private:
  enum class Wanted { kNothing, kBytes, kDigest };

  bool refuse(std::string why) {
    if (trouble_.empty()) trouble_ = std::move(why);
    return false;
  }
  bool scalar() {
    if (depth_ == 0) return refuse("its head is no JSON object");
    if (depth_ > 1 || wanted_ == Wanted::kNothing) return true;
    return refuse(wanted_ == Wanted::kBytes ? "the number of bytes in its head is none" : "the digest in its head is none");
  }
  bool open() {
    if (depth_ == 1 && wanted_ != Wanted::kNothing) return scalar();
    return ++depth_ <= kJournalHeadDepthMax ? true : refuse("its head is nested too deep");
  }
  bool close() {
    --depth_;
    return true;
  }

  JournalHead head_;
  bool has_bytes_ = false;
  Wanted wanted_ = Wanted::kNothing;  // the member of the top object that comes now
  size_t depth_ = 0;
  std::string trouble_;
};

}  // namespace

Result<JournalHead> read_journal_head(std::string_view head) {
  HeadListener listener;
  nlohmann::json::sax_parse(head.begin(), head.end(), &listener);
  return listener.result();
}

}  // namespace sluice
