#include "decode/decoder.h"

#include <algorithm>
#include <utility>

#include "base/number.h"
#include "base/text.h"
#include "decode/answer_body.h"
#include "decode/error_body.h"
#include "decode/mobile_record.h"
#include "decode/sanitizer.h"
#include "decode/simple_return.h"
#include "decode/table_room.h"
#include "decode/xml_record.h"
#include "decode/xml_splitter.h"

namespace sluice {
namespace {

constexpr std::string_view kAssetListRoot = "ASSET_LIST_VM_DETECTION_OUTPUT";
constexpr std::string_view kNextPageCode = "1980";
constexpr size_t kPlainDepthMax = 3;  // DETECTION_LIST, DETECTION, a field of it
constexpr size_t kSampleBytesMax = 200;
constexpr size_t kEchoedPairsMax = 200;
constexpr size_t kPlainWarningsMax = 20;

// ── messages ── what happened, what became of it, what to do

std::string error_document_message(const SimpleReturn& answer) {
  std::string message = "The gateway refused the call";
  if (!answer.code.empty()) message += " with code " + answer.code;
  if (answer.text.empty()) return message + " and gave no reason.";
  return message + ": " + answer.text;
}

std::string html_message(std::string_view body) {
  const ErrorBody page = read_error_body(body);
  return "The answer is " + (page.text.empty() ? std::string("a web page") : page.text) +
         " instead of XML: a proxy's error or a log-in page. Check the gateway's address and the proxy, then ask "
         "again.";
}

std::string cut_message(size_t bytes, uint64_t records) {
  return "The answer ended inside the document, after " + human_bytes(bytes) + " and " +
         with_thousands(static_cast<int64_t>(records)) +
         " whole assets: the connection was cut. Nothing of this page was kept. Ask again; if it happens again, ask "
         "for "
         "fewer assets a page (truncation_limit).";
}

std::string failure_message(XmlSplitter::Failure failure, std::string_view near, size_t offset,
                            const DecodeLimits& limits) {
  const std::string place = "near byte " + with_thousands(static_cast<int64_t>(offset)) + ", " + excerpt(near);
  switch (failure) {
    case XmlSplitter::Failure::kEmpty:
      return "The answer is empty, where an asset list is due. Ask again.";
    case XmlSplitter::Failure::kNotXml:
      return "The answer is not XML; it reads " + excerpt(near) + ". Check the gateway's address and the proxy.";
    case XmlSplitter::Failure::kTrailingBytes:
      return "Something stands behind the end of the document, " + place +
             ". Nothing of this page was kept. Ask again; if it stays, a proxy changes the answers.";
    case XmlSplitter::Failure::kInternalDtd:
      return "The document brings a DTD of its own (an internal subset), where entities could be defined. Such "
             "documents "
             "are refused. Check that the gateway's address is right.";
    case XmlSplitter::Failure::kTooDeep:
      return "Elements are nested deeper than " + std::to_string(limits.nesting_max) + " levels (nesting_max), " +
             place + ". Nothing of this page was kept.";
    case XmlSplitter::Failure::kRestTooLarge:
      return "What stands outside the assets is longer than " + human_bytes(limits.record_bytes_max) +
             " (record_bytes_max). Nothing of this page was kept.";
    default:
      break;
  }
  return "The XML is broken outside any asset, " + place +
         ", so nothing of this page can be trusted or was kept. Ask again.";
}

PageKind kind_of(XmlSplitter::Failure failure) {
  switch (failure) {
    case XmlSplitter::Failure::kEmpty:
      return PageKind::kEmpty;
    case XmlSplitter::Failure::kCut:
      return PageKind::kCut;
    case XmlSplitter::Failure::kHtml:
      return PageKind::kHtml;
    case XmlSplitter::Failure::kNotXml:
      return PageKind::kNotXml;
    case XmlSplitter::Failure::kTrailingBytes:
      return PageKind::kTrailingBytes;
    case XmlSplitter::Failure::kInternalDtd:
      return PageKind::kInternalDtd;
    case XmlSplitter::Failure::kRestTooLarge:
      return PageKind::kTooLarge;
    case XmlSplitter::Failure::kMalformed:
    case XmlSplitter::Failure::kTooDeep:
    case XmlSplitter::Failure::kNone:
      break;
  }
  return PageKind::kMalformed;
}

// Of the others only a part has been looked at, and how large a part depends on the fuel: what was replaced in it is
// not told.
bool read_to_the_end(PageKind kind) {
  return kind == PageKind::kPage || kind == PageKind::kErrorDocument || kind == PageKind::kCut ||
         kind == PageKind::kEmpty;
}

XmlSplitLimits split_limits(const DecodeLimits& limits) {
  return {limits.record_bytes_max, limits.record_bytes_max, limits.nesting_max};
}

class MobileDecoder final : public Decoder {
 public:
  MobileDecoder(std::string body, AssetStore& store, const DecodeLimits& limits)
      : body_(std::move(body)),
        limits_(limits),
        store_(store),
        splitter_("ASSET_LIST", "ASSET", split_limits(limits)),
        reader_(store, limits) {
    splitter_.tell_beginnings();
  }

  Work work(Fuel fuel) override;
  const PageOutcome& outcome() const override { return outcome_; }
  size_t position() const override { return done_ ? body_.size() : body_.clean().size(); }
  void keep_raw(size_t piece_bytes) override { body_.keep_raw(piece_bytes); }
  std::vector<std::string> take_raw() override { return body_.take_raw(); }
  void know_sha256(std::string sha256) override { body_.know_sha256(std::move(sha256)); }

 private:
  void take(XmlSplitter::Step step);
  void judge_root();
  void begin_record();
  bool go_on_plainly();
  bool count_record();
  void read_record();
  void keep_record(std::optional<MobileRecordReader::Refusal> refusal);
  bool write_record(Fuel fuel);
  void quarantine(std::optional<int64_t> id, std::string reason);
  void end_document();
  void read_page(XmlElement root);
  void read_response(XmlElement response);
  void read_list(XmlElement list);
  void read_warning(XmlElement element);
  void read_echo(XmlElement request);
  void count_unknown(XmlElement element, std::string_view parent);
  void fail(XmlSplitter::Failure failure);
  void note_replaced(uint64_t bytes, std::optional<uint64_t> first);
  void finish(PageKind kind, std::string message);
  std::string child_text(XmlElement parent, std::string_view name);

  AnswerBody body_;
  const DecodeLimits limits_;
  const AssetStore& store_;
  XmlSplitter splitter_;
  MobileRecordReader reader_;
  XmlRecord rest_;
  bool writing_ = false;  // a record that was read
  bool plainly_ = false;  // a record is being read without the splitter
  uint64_t records_ = 0;
  PageOutcome outcome_;
  bool done_ = false;
};

Work MobileDecoder::work(Fuel fuel) {
  if (done_) return Work::kDone;
  if (body_.size() > limits_.body_bytes_max) {
    finish(PageKind::kTooLarge, "The answer is " + human_bytes(body_.size()) + " long, over the limit of " +
                                    human_bytes(limits_.body_bytes_max) +
                                    " (body_bytes_max). Ask for fewer assets a page (truncation_limit).");
    return Work::kDone;
  }
  body_.advance(fuel);
  while (!done_) {
    if (writing_) {
      if (!write_record(fuel)) return Work::kMore;
      continue;
    }
    if (plainly_) {
      if (!go_on_plainly()) return Work::kMore;
      continue;
    }
    const XmlSplitter::Step step = splitter_.next(body_.clean(), body_.whole());
    if (step == XmlSplitter::Step::kNeedMore) return Work::kMore;
    take(step);
  }
  return Work::kDone;
}

void MobileDecoder::take(XmlSplitter::Step step) {
  switch (step) {
    case XmlSplitter::Step::kNeedMore:
      return;
    case XmlSplitter::Step::kRoot:
      judge_root();
      return;
    case XmlSplitter::Step::kBegin:
      begin_record();
      return;
    case XmlSplitter::Step::kRecord:
      read_record();
      return;
    case XmlSplitter::Step::kEnd:
      end_document();
      return;
    case XmlSplitter::Step::kFailed:
      fail(splitter_.failure());
      return;
  }
}

void MobileDecoder::judge_root() {
  const std::string& root = splitter_.root();
  if (root == kAssetListRoot || root == kSimpleReturnRoot) return;
  finish(PageKind::kUnknownRoot, "The answer is XML of another kind: its root is <" + shorten(root, kExcerptBytesMax) +
                                     ">, where an asset list is due. Check the gateway's address and the path.");
}

// Most records can be read as they come. Those that cannot are left to the splitter, which stands at their beginning.
void MobileDecoder::begin_record() {
  if (!splitter_.has_room(kPlainDepthMax)) return;
  reader_.begin_plainly(body_.bytes().data() + splitter_.record().begin);
  plainly_ = true;
}

// False when more of the body is needed.
bool MobileDecoder::go_on_plainly() {
  const char* const begin = body_.bytes().data();
  const MobileRecordReader::Plainly how = reader_.read_plainly(begin + body_.clean().size());
  const size_t end = static_cast<size_t>(reader_.plain_end() - begin);
  const bool fits = end - splitter_.record().begin <= limits_.record_bytes_max;
  if (how == MobileRecordReader::Plainly::kMore && fits && !body_.whole()) return false;
  plainly_ = false;
  if (how != MobileRecordReader::Plainly::kRead || !fits) return true;
  splitter_.pass_record(end);
  if (count_record()) keep_record(reader_.take_plain());
  return true;
}

// False when the page ends with it.
bool MobileDecoder::count_record() {
  if (++records_ <= limits_.records_max) return true;
  finish(PageKind::kTooLarge, "The answer has more than " + with_thousands(static_cast<int64_t>(limits_.records_max)) +
                                  " assets (records_max). Ask for fewer assets a page (truncation_limit).");
  return false;
}

void MobileDecoder::read_record() {
  if (!count_record()) return;
  const XmlSplitter::Record& record = splitter_.record();
  const std::string_view bytes = body_.bytes().substr(record.begin, record.end - record.begin);
  if (record.too_large) {
    quarantine(asset_id_near_start(bytes), "it is " + human_bytes(bytes.size()) + " long, over the limit of " +
                                               human_bytes(limits_.record_bytes_max) + " (record_bytes_max)");
  } else if (record.too_deep) {
    quarantine(asset_id_near_start(bytes),
               "it is nested deeper than " + std::to_string(limits_.nesting_max) + " levels (nesting_max)");
  } else if (record.broken) {
    quarantine(asset_id_near_start(bytes), "broken XML: a \"<\" that begins no tag, or a tag that does not end");
  } else {
    keep_record(reader_.read(bytes));
  }
}

void MobileDecoder::keep_record(std::optional<MobileRecordReader::Refusal> refusal) {
  if (refusal) return quarantine(refusal->id, std::move(refusal->reason));
  writing_ = true;
}

// False when there is more to write than this fuel is for: a record may be as long as many pages.
bool MobileDecoder::write_record(Fuel fuel) {
  if (!reader_.write_some(fuel.units)) return false;
  writing_ = false;
  ++outcome_.assets;
  outcome_.detections += reader_.detections();
  const std::optional<size_t> first = reader_.first_forbidden_offset();
  if (first) note_replaced(reader_.forbidden_bytes(), splitter_.record().begin + *first);
  if (tables_full(store_, limits_)) finish(PageKind::kTablesFull, tables_full_message(limits_, kLessOfMobile));
  return true;
}

void MobileDecoder::quarantine(std::optional<int64_t> id, std::string reason) {
  ++outcome_.quarantined;
  if (outcome_.quarantine.size() >= limits_.quarantine_max) return;
  const size_t begin = splitter_.record().begin;
  const std::string_view bytes = body_.bytes().substr(begin, splitter_.record().end - begin);
  outcome_.quarantine.push_back({id, std::move(reason), shorten(bytes, kSampleBytesMax)});
}

void MobileDecoder::end_document() {
  if (const std::optional<std::string> why = rest_.parse(splitter_.take_rest())) {
    finish(PageKind::kMalformed, "The XML is broken outside any asset (" + *why +
                                     "), so nothing of this page can be trusted or was kept. Ask again.");
    return;
  }
  const XmlElement root = rest_.root();
  if (splitter_.root() == kSimpleReturnRoot) {
    const SimpleReturn answer = read_simple_return(rest_, root);
    outcome_.error_code = answer.code;
    outcome_.error_text = answer.text;
    outcome_.datetime = answer.datetime;
    if (const XmlElement request = root.child("REQUEST")) read_echo(request);
    finish(PageKind::kErrorDocument, error_document_message(answer));
    return;
  }
  read_page(root);
  finish(PageKind::kPage, "");
}

void MobileDecoder::read_page(XmlElement root) {
  bool has_response = false;
  for (XmlElement child = root.first_child(); child; child = child.next_sibling()) {
    if (child.name() == "RESPONSE") {
      has_response = true;
      read_response(child);
    } else if (child.name() == "REQUEST") {
      read_echo(child);
    } else if (child.name() == "WARNING") {
      read_warning(child);
    } else {
      count_unknown(child, kAssetListRoot);
    }
  }
  if (!has_response) outcome_.warnings.push_back("The document has no RESPONSE element.");
}

void MobileDecoder::read_response(XmlElement response) {
  for (XmlElement child = response.first_child(); child; child = child.next_sibling()) {
    const std::string_view name = child.name();
    if (name == "DATETIME") {
      outcome_.datetime = trim(rest_.text(child, OuterSpace::kTrim).value);
    } else if (name == "WARNING") {
      read_warning(child);
    } else if (name == "REQUEST") {
      read_echo(child);
    } else if (name == "ASSET_LIST") {
      read_list(child);
    } else {
      count_unknown(child, "RESPONSE");
    }
  }
}

// The assets are not in it any more. A warning is looked for here too, since missing one would end the run early.
void MobileDecoder::read_list(XmlElement list) {
  for (XmlElement item = list.first_child(); item; item = item.next_sibling()) {
    if (item.name() == "WARNING") {
      read_warning(item);
    } else {
      count_unknown(item, "ASSET_LIST");
    }
  }
}

// The outcome has one warning: the one with code 1980 before any other, since it tells that more follows. What the
// others say is kept as text.
void MobileDecoder::read_warning(XmlElement element) {
  PageWarning warning{child_text(element, "CODE"), child_text(element, "TEXT"), child_text(element, "URL")};
  const bool better = !warning.code.empty() &&
                      (!outcome_.warning || (warning.code == kNextPageCode && outcome_.warning->code != kNextPageCode));
  if (better) {
    if (!outcome_.warning) outcome_.warning.emplace();
    std::swap(*outcome_.warning, warning);
  }
  if (warning.code.empty() && warning.text.empty()) return;
  if (outcome_.warnings.size() >= kPlainWarningsMax) return;
  std::string text = "The gateway warns: " + shorten(warning.text, kSampleBytesMax);
  if (!warning.code.empty()) text += " (code " + warning.code + ")";
  outcome_.warnings.push_back(std::move(text));
}

void MobileDecoder::read_echo(XmlElement request) {
  const XmlElement list = request.child("PARAM_LIST");
  if (!list) return;
  for (XmlElement param = list.first_child(); param; param = param.next_sibling()) {
    if (outcome_.echoed_request.size() >= kEchoedPairsMax) return;
    outcome_.echoed_request.emplace_back(child_text(param, "KEY"), child_text(param, "VALUE"));
  }
}

void MobileDecoder::count_unknown(XmlElement element, std::string_view parent) {
  const std::string path = std::string(parent) + "/" + shorten(element.name(), kExcerptBytesMax);
  for (UnknownField& known : outcome_.unknown_fields) {
    if (known.path != path) continue;
    ++known.count;
    return;
  }
  if (outcome_.unknown_fields.size() >= limits_.unknown_fields_max) return;
  outcome_.unknown_fields.push_back({path, 1, shorten(rest_.inner_xml(element), kExcerptBytesMax)});
}

void MobileDecoder::fail(XmlSplitter::Failure failure) {
  if (failure == XmlSplitter::Failure::kCut) {
    finish(PageKind::kCut, cut_message(body_.size(), records_));
  } else if (failure == XmlSplitter::Failure::kHtml) {
    finish(PageKind::kHtml, html_message(body_.bytes()));
  } else {
    // Fuel may not have reached the end of the excerpt yet.
    const size_t offset = splitter_.failure_offset();
    std::string near(body_.bytes().substr(offset, kExcerptBytesMax + 1));
    Sanitizer().clean(near.data(), near.size(), true);
    finish(kind_of(failure), failure_message(failure, near, offset, limits_));
  }
}

void MobileDecoder::note_replaced(uint64_t bytes, std::optional<uint64_t> first) {
  outcome_.sanitized += bytes;
  if (!first) return;
  outcome_.first_sanitized_offset = std::min(*first, outcome_.first_sanitized_offset.value_or(*first));
}

void MobileDecoder::finish(PageKind kind, std::string message) {
  outcome_.kind = kind;
  outcome_.message = std::move(message);
  if (read_to_the_end(kind)) {
    note_replaced(body_.replaced(), body_.first_replaced());
    note_replaced(rest_.forbidden_bytes(), std::nullopt);
  }
  if (kind == PageKind::kPage) outcome_.sha256 = body_.sha256();
  reader_.report(outcome_);
  done_ = true;
  body_.release();
}

std::string MobileDecoder::child_text(XmlElement parent, std::string_view name) {
  const XmlElement child = parent.child(name);
  return child ? std::string(trim(rest_.text(child, OuterSpace::kTrim).value)) : std::string();
}

}  // namespace

std::unique_ptr<Decoder> make_mobile_decoder(std::string body, AssetStore& store, DecodeLimits limits) {
  store.tidy_all();
  return std::make_unique<MobileDecoder>(std::move(body), store, limits);
}

std::vector<ColumnInfo> mobile_asset_columns() {
  return {
      {"id", ColumnType::kInt, {}},
      {"asset_id", ColumnType::kInt, {}},
      {"ip", ColumnType::kText, {}},
      {"ipv6", ColumnType::kText, {}},
      {"asset_friendly_name", ColumnType::kText, {}},
      {"os", ColumnType::kText, {}},
      {"os_version", ColumnType::kText, {}},
      {"asset_status", ColumnType::kEnum, {"Enrolled", "De-enrolled", "Ready for Re-enrollment"}},
      {"last_seen", ColumnType::kDatetime, {}},
      {"ownership", ColumnType::kText, {}},
      {"model_name", ColumnType::kText, {}},
      {"manufacturer", ColumnType::kText, {}},
      {"username", ColumnType::kText, {}},
      {"tags", ColumnType::kJson, {}},
  };
}

std::vector<ColumnInfo> mobile_detection_columns() {
  return {
      {"asset_id", ColumnType::kInt, {}},
      {"qid", ColumnType::kInt, {}},
      {"type", ColumnType::kEnum, {"Information", "Potential", "Confirmed"}},
      {"severity", ColumnType::kInt, {}},
      {"results", ColumnType::kText, {}},
      {"status", ColumnType::kEnum, {"New", "Active", "Fixed", "Reopened"}},
      {"first_found_datetime", ColumnType::kDatetime, {}},
      {"last_found_datetime", ColumnType::kDatetime, {}},
      {"times_found", ColumnType::kInt, {}},
      {"last_update_datetime", ColumnType::kDatetime, {}},
      {"last_fixed_datetime", ColumnType::kDatetime, {}},
      {"first_reopened_datetime", ColumnType::kDatetime, {}},
      {"last_reopened_datetime", ColumnType::kDatetime, {}},
      {"times_reopened", ColumnType::kInt, {}},
  };
}

}  // namespace sluice
