#include "decode/json_record.h"

#include <unordered_map>
#include <utility>

#include "base/number.h"
#include "base/text.h"
#include "decode/json_tokens.h"

namespace sluice {
namespace {

using Token = JsonTokens::Token;

// What XML 1.0 forbids is replaced in Mobile texts too: one rule for both, so that exports hold no NUL.
bool forbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

// Listens to the tokens. Inside an array everything is written down as JSON again; outside, each value is a leaf. False
// when the record is refused.
class Listener {
 public:
  Listener(std::vector<JsonLeaf>& leaves, uint64_t& repeats, uint64_t& replaced)
      : leaves_(leaves), repeats_(repeats), replaced_(replaced) {}

  bool take(Token token, JsonTokens& tokens) {
    switch (token) {
      case Token::kObject: return start_object();
      case Token::kEndObject: return end_object();
      case Token::kArray: return start_array();
      case Token::kEndArray: return end_array();
      case Token::kKey: return key(tokens.text());
      case Token::kText: return string(tokens.text());
      case Token::kNumber: return number(tokens.spelled(), tokens.integer());
      case Token::kTrue: return value(JsonLeaf::Kind::kBool, 1, "true");
      case Token::kFalse: return value(JsonLeaf::Kind::kBool, 0, "false");
      case Token::kNull: return value(JsonLeaf::Kind::kNull, 0, "null");
      case Token::kMore:
      case Token::kEnd: return true;
      case Token::kBroken: break;
    }
    error_ = "broken JSON at its byte " + with_thousands(static_cast<int64_t>(tokens.position()));
    return false;
  }

  std::string error() const { return error_.empty() ? "it is not an object" : error_; }

 private:
  struct Object {
    size_t path_length;  // of the object's own path
    size_t seen;         // values before it
  };

  bool number(std::string_view spelled, bool integer) {
    const std::optional<int64_t> fits = integer ? parse_int(spelled) : std::nullopt;
    if (fits) return value(JsonLeaf::Kind::kInt, *fits, std::to_string(*fits));
    return value(JsonLeaf::Kind::kNumber, 0, std::string(spelled));
  }
  bool string(std::string& text) {
    for (char& c : text) {
      if (!forbidden(c)) continue;
      c = '?';
      ++replaced_;
    }
    if (array_depth_ == 0) return leaf({path_, JsonLeaf::Kind::kText, 0, std::move(text)});
    comma();
    append_json_string(array_, text);
    return true;
  }
  bool start_object() {
    if (array_depth_ > 0) {
      open('{');
    } else {
      if (started_) objects_.push_back({path_.size(), static_cast<size_t>(leaves_.size() + repeats_)});
      started_ = true;
    }
    return true;
  }
  bool end_object() {
    if (array_depth_ > 0) return close('}');
    if (objects_.empty()) return true;  // the record itself
    const Object object = objects_.back();
    objects_.pop_back();
    path_.resize(object.path_length);
    return object.seen < leaves_.size() + repeats_ || leaf({path_, JsonLeaf::Kind::kObject, 0, "{}"});
  }
  bool start_array() {
    if (!started_) return false;
    open('[');
    return true;
  }
  bool end_array() {
    close(']');
    if (array_depth_ > 0) return true;
    return leaf({path_, JsonLeaf::Kind::kArray, items_, std::exchange(array_, {})});
  }
  bool key(std::string& name) {
    if (array_depth_ > 0) {
      comma();
      append_json_string(array_, name);
      array_.push_back(':');
      after_key_ = true;
      return true;
    }
    path_.resize(objects_.empty() ? 0 : objects_.back().path_length);
    if (!path_.empty()) path_.push_back('.');
    path_ += name;
    return true;
  }
  bool value(JsonLeaf::Kind kind, int64_t number, std::string text) {
    if (array_depth_ == 0) return leaf({path_, kind, number, std::move(text)});
    comma();
    array_ += text;
    return true;
  }
  // Before each value or name inside an array.
  void comma() {
    if (after_key_) {
      after_key_ = false;
      return;
    }
    if (array_depth_ == 1) ++items_;
    if (!array_.empty() && array_.back() != '[' && array_.back() != '{') array_.push_back(',');
  }
  void open(char bracket) {
    if (array_depth_ == 0) {
      items_ = 0;
    } else {
      comma();
    }
    array_.push_back(bracket);
    ++array_depth_;
  }
  bool close(char bracket) {
    array_.push_back(bracket);
    --array_depth_;
    return true;
  }
  bool leaf(JsonLeaf made) {
    if (!started_) return false;
    const auto [place, is_new] = by_path_.try_emplace(made.path, leaves_.size());
    if (!is_new) {
      ++repeats_;
      leaves_[place->second] = std::move(made);
      return true;
    }
    if (leaves_.size() >= kLeavesPerRecordMax) {
      error_ = "it has more than " + with_thousands(static_cast<int64_t>(kLeavesPerRecordMax)) + " values";
      return false;
    }
    leaves_.push_back(std::move(made));
    return true;
  }

  std::vector<JsonLeaf>& leaves_;
  uint64_t& repeats_;
  uint64_t& replaced_;
  std::unordered_map<std::string, size_t> by_path_;
  bool started_ = false;
  std::string path_;
  std::vector<Object> objects_;  // around the present value, the record itself apart
  std::string array_;
  size_t array_depth_ = 0;
  int64_t items_ = 0;
  bool after_key_ = false;
  std::string error_;
};

}  // namespace

struct JsonRecord::Reading {
  JsonTokens tokens;
  Listener listener;
};

JsonRecord::JsonRecord() = default;
JsonRecord::~JsonRecord() = default;

void JsonRecord::begin(std::string_view bytes) {
  leaves_.clear();
  refusal_.reset();
  repeats_ = 0;
  forbidden_bytes_ = 0;
  reading_ = std::make_unique<Reading>(Reading{JsonTokens(bytes), Listener(leaves_, repeats_, forbidden_bytes_)});
}

Work JsonRecord::work(Fuel fuel) {
  while (reading_) {
    const Token token = reading_->tokens.next(fuel.units);
    if (token == Token::kMore) return Work::kMore;
    if (!reading_->listener.take(token, reading_->tokens)) {
      refusal_ = reading_->listener.error();
      leaves_.clear();
    }
    if (token == Token::kEnd || refusal_) reading_.reset();
  }
  return Work::kDone;
}

}  // namespace sluice
