#include "decode/ot_decoder.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/number.h"
#include "base/text.h"
#include "decode/answer_body.h"
#include "decode/error_body.h"
#include "decode/json_splitter.h"
#include "decode/table_room.h"

namespace sluice {
namespace {

using Json = nlohmann::json;

constexpr size_t kSampleBytesMax = 200;

// Beside the list: how many there are, where one is, which request it was. None of it is documented.
bool is_error_member(std::string_view name) {
  return name == "_error" || name == "error" || name == "message" || name == "responseMessage";
}

JsonSplitLimits split_limits(const DecodeLimits& limits) {
  return {limits.record_bytes_max, JsonSplitLimits{}.rest_bytes_max, limits.nesting_max};
}

class OtDecoder final : public Decoder {
 public:
  OtDecoder(std::string body, RecordStore& store, RecordRules rules, const DecodeLimits& limits)
      : body_(std::move(body)),
        limits_(limits),
        store_(store),
        splitter_(rules.list_names, split_limits(limits)),
        reader_(store, std::move(rules), limits) {}

  Work work(Fuel fuel) override;
  const PageOutcome& outcome() const override { return outcome_; }
  size_t position() const override { return done_ ? body_.size() : body_.clean().size(); }
  void keep_raw(size_t piece_bytes) override { body_.keep_raw(piece_bytes); }
  std::vector<std::string> take_raw() override { return body_.take_raw(); }
  void know_sha256(std::string sha256) override { body_.know_sha256(std::move(sha256)); }

 private:
  void begin_record();
  bool read_on(Fuel fuel);
  void quarantine(std::optional<int64_t> id, std::string reason);
  void end_document();
  void fail();
  void judge_no_json();
  void finish(PageKind kind, std::string message);

  AnswerBody body_;
  const DecodeLimits limits_;
  const RecordStore& store_;
  JsonSplitter splitter_;
  OtRecordReader reader_;
  bool reading_ = false;  // a record that was found
  uint64_t records_ = 0;
  PageOutcome outcome_;
  bool done_ = false;
};

Work OtDecoder::work(Fuel fuel) {
  if (done_) return Work::kDone;
  if (body_.size() > limits_.body_bytes_max) {
    finish(PageKind::kTooLarge, "The answer is " + human_bytes(body_.size()) + " long, over the limit of " +
                                    human_bytes(limits_.body_bytes_max) +
                                    " (body_bytes_max). Ask for fewer records a page (pageSize).");
    return Work::kDone;
  }
  // A record that was begun goes on before more of the body is looked at.
  if (reading_ && !read_on(fuel)) return Work::kMore;
  body_.advance(fuel);
  while (!done_) {
    if (reading_ && !read_on(fuel)) return Work::kMore;
    if (done_) break;
    switch (splitter_.next(body_.clean(), body_.whole())) {
      case JsonSplitter::Step::kNeedMore: return Work::kMore;
      case JsonSplitter::Step::kRecord: begin_record(); break;
      case JsonSplitter::Step::kEnd: end_document(); break;
      case JsonSplitter::Step::kFailed: fail(); break;
    }
  }
  return Work::kDone;
}

void OtDecoder::begin_record() {
  if (++records_ > limits_.records_max) {
    finish(PageKind::kTooLarge, "The answer has more than " +
                                    with_thousands(static_cast<int64_t>(limits_.records_max)) +
                                    " records (records_max). Ask for fewer records a page (pageSize).");
    return;
  }
  const JsonSplitter::Record& record = splitter_.record();
  const std::string_view bytes = body_.bytes().substr(record.begin, record.end - record.begin);
  if (record.too_large) {
    quarantine(std::nullopt, "it is " + human_bytes(bytes.size()) + " long, over the limit of " +
                                 human_bytes(limits_.record_bytes_max) + " (record_bytes_max)");
  } else if (record.too_deep) {
    quarantine(std::nullopt, "it is nested deeper than " + std::to_string(limits_.nesting_max) + " levels (nesting_max)");
  } else {
    reader_.begin(bytes);
    reading_ = true;
  }
}

// False when there is more of it to read than this fuel is for: a record may be as long as many pages.
bool OtDecoder::read_on(Fuel fuel) {
  if (reader_.work(fuel) == Work::kMore) return false;
  reading_ = false;
  if (std::optional<OtRecordReader::Refusal> refusal = reader_.take()) {
    quarantine(refusal->id, std::move(refusal->reason));
    return true;
  }
  ++outcome_.assets;
  if (tables_full(store_, limits_)) finish(PageKind::kTablesFull, tables_full_message(limits_, kLessOfOt));
  return true;
}

void OtDecoder::quarantine(std::optional<int64_t> id, std::string reason) {
  ++outcome_.quarantined;
  if (outcome_.quarantine.size() >= limits_.quarantine_max) return;
  const JsonSplitter::Record& record = splitter_.record();
  const std::string_view bytes = body_.bytes().substr(record.begin, record.end - record.begin);
  outcome_.quarantine.push_back({id, std::move(reason), shorten(bytes, kSampleBytesMax)});
}

void OtDecoder::end_document() {
  const Json rest = Json::parse(splitter_.rest(), nullptr, false);
  if (rest.is_discarded()) {
    finish(PageKind::kMalformed, "The JSON is broken outside any record, so nothing of this page can be trusted or was "
                                 "kept. Ask again.");
    return;
  }
  // An error beside a list: what the list holds is not the answer.
  if (!splitter_.has_list() || (rest.is_object() && rest.contains("_error"))) {
    const ErrorBody said = read_error_body(splitter_.rest());
    const bool is_error = std::any_of(rest.items().begin(), rest.items().end(),
                                      [](const auto& member) { return is_error_member(member.key()); });
    outcome_.error_code = said.code;
    outcome_.error_text = said.text;
    if (is_error) {
      finish(PageKind::kErrorDocument, "The gateway refused the call: " +
                                           (said.text.empty() ? std::string("it gave no reason.") : said.text));
    } else {
      finish(PageKind::kUnknownRoot, "The answer is JSON of another kind, without a list of records: " +
                                         excerpt(splitter_.rest()) + ". Check the gateway's address and the path.");
    }
    return;
  }
  if (rest.is_object()) {
    for (const auto& [name, value] : rest.items()) {
      if (name == splitter_.list_name() || outcome_.unknown_fields.size() >= limits_.unknown_fields_max) continue;
      outcome_.unknown_fields.push_back(
          {"$." + shorten(name, kExcerptBytesMax), 1,
           shorten(value.dump(-1, ' ', false, Json::error_handler_t::replace), kExcerptBytesMax)});
    }
  }
  finish(PageKind::kPage, "");
}

void OtDecoder::fail() {
  const size_t offset = splitter_.failure_offset();
  const std::string place = "near byte " + with_thousands(static_cast<int64_t>(offset));
  switch (splitter_.failure()) {
    case JsonSplitter::Failure::kEmpty:
      return finish(PageKind::kEmpty, "The answer is empty, where a list of records is due. Ask again.");
    case JsonSplitter::Failure::kCut:
      return finish(PageKind::kCut, "The answer ended inside the document, after " + human_bytes(body_.size()) + " and " +
                                        with_thousands(static_cast<int64_t>(records_)) +
                                        " whole records: the connection was cut. Nothing of this page was kept. Ask "
                                        "again.");
    case JsonSplitter::Failure::kNotJson:
      return judge_no_json();
    case JsonSplitter::Failure::kTrailingBytes:
      return finish(PageKind::kTrailingBytes, "Something stands behind the end of the document, " + place +
                                                  ". Nothing of this page was kept. Ask again; if it stays, a proxy "
                                                  "changes the answers.");
    case JsonSplitter::Failure::kTooDeep:
      return finish(PageKind::kMalformed, "The answer is nested deeper than " + std::to_string(limits_.nesting_max) +
                                              " levels (nesting_max), " + place +
                                              ". Nothing of this page was kept.");
    case JsonSplitter::Failure::kRestTooLarge:
      return finish(PageKind::kTooLarge, "What stands outside the records is longer than " +
                                             human_bytes(JsonSplitLimits{}.rest_bytes_max) +
                                             " (rest_bytes_max). Nothing of this page was kept.");
    case JsonSplitter::Failure::kMalformed:
    case JsonSplitter::Failure::kNone:
      break;
  }
  finish(PageKind::kMalformed, "The JSON is broken outside any record, " + place +
                                   ", so nothing of this page can be trusted or was kept. Ask again.");
}

// A proxy's page, an XML refusal, or something that nobody expected.
void OtDecoder::judge_no_json() {
  const ErrorBody said = read_error_body(body_.bytes());
  if (said.kind == ErrorBody::Kind::kHtml) {
    return finish(PageKind::kHtml, "The answer is " + said.text +
                                       " instead of JSON: a proxy's error or a log-in page. Check the gateway's "
                                       "address and the proxy, then ask again.");
  }
  if (said.kind == ErrorBody::Kind::kSimpleReturn) {
    outcome_.error_code = said.code;
    outcome_.error_text = said.text;
    return finish(PageKind::kErrorDocument, "The gateway refused the call: " + said.text);
  }
  finish(PageKind::kNotJson, "The answer is not JSON; it reads " + excerpt(said.text) +
                                 ". Check the gateway's address and the proxy.");
}

void OtDecoder::finish(PageKind kind, std::string message) {
  outcome_.kind = kind;
  outcome_.message = std::move(message);
  // Of other kinds only a part has been looked at, and how large a part depends on the fuel.
  const bool is_json = splitter_.failure() != JsonSplitter::Failure::kNotJson;
  if (kind == PageKind::kPage || kind == PageKind::kCut || (kind == PageKind::kErrorDocument && is_json)) {
    outcome_.sanitized = body_.replaced() + reader_.forbidden_bytes();
    outcome_.first_sanitized_offset = body_.first_replaced();
  }
  if (kind == PageKind::kPage) outcome_.sha256 = body_.sha256();
  reader_.report(outcome_);
  done_ = true;
  body_.release();
}

}  // namespace

std::unique_ptr<Decoder> make_ot_decoder(std::string body, RecordStore& store, RecordRules rules,
                                         DecodeLimits limits) {
  store.tidy_all();
  return std::make_unique<OtDecoder>(std::move(body), store, std::move(rules), limits);
}

}  // namespace sluice
