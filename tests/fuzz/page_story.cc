#include "fuzz/page_story.h"

namespace sluice::fuzz {
namespace {

std::string outcome_told(const PageOutcome& outcome) {
  std::string out = std::to_string(static_cast<int>(outcome.kind));
  for (const std::string* text : {&outcome.message, &outcome.error_code, &outcome.error_text, &outcome.sha256,
                                  &outcome.datetime}) {
    out += "|" + *text;
  }
  for (const uint64_t number : {outcome.assets, outcome.detections, outcome.sanitized, outcome.quarantined,
                                outcome.first_sanitized_offset.value_or(~uint64_t{0})}) {
    out += "|" + std::to_string(number);
  }
  if (outcome.warning) out += "\n" + outcome.warning->code + "|" + outcome.warning->text + "|" + outcome.warning->url;
  for (const QuarantinedRecord& record : outcome.quarantine) {
    out += "\n" + std::to_string(record.id.value_or(-1)) + "|" + record.reason + "|" + record.sample;
  }
  for (const UnknownField& field : outcome.unknown_fields) {
    out += "\n" + field.path + "|" + std::to_string(field.count) + "|" + field.sample;
  }
  for (const std::string& warning : outcome.warnings) out += "\n" + warning;
  for (const auto& [name, value] : outcome.echoed_request) out += "\n" + name + "=" + value;
  return out + "\n";
}

std::string table_told(const Table& table) {
  std::string out = table.name() + "\n";
  for (RowId row = 0; row < table.row_end(); ++row) {
    out += table.live(row) ? "row" : "dead";
    for (ColumnId column = 0; column < table.column_count(); ++column) {
      const Cell cell = table.cell(row, column);
      out += "|" + table.column(column).name + ":" +
             std::string(column_type_name(table.column(column).type)) + "=" + cell_text(cell) + "/" +
             cell_text(cell, true);
    }
    out += "\n";
  }
  return out;
}

}  // namespace

DecodeLimits low_decode_limits() {
  DecodeLimits limits;
  limits.record_bytes_max = 300;
  limits.body_bytes_max = 2000;
  limits.text_bytes_max = 40;
  limits.records_max = 5;
  limits.quarantine_max = 2;
  limits.unknown_fields_max = 3;
  limits.nesting_max = 6;
  return limits;
}

std::string page_story(Decoder& decoder, Store& store, size_t body_bytes, size_t grain, std::string& wrong) {
  const size_t turns_max = 16 * body_bytes + 1000;
  size_t turns = 0;
  while (decoder.work(Fuel{grain}) == Work::kMore) {
    if (++turns <= turns_max) continue;
    wrong = "it does not end";
    return {};
  }
  const PageOutcome& outcome = decoder.outcome();
  if (decoder.position() > body_bytes) wrong = "it went past the end of its body";
  if (outcome.kind == PageKind::kPage) {
    const Store::Committed committed = store.commit();
    if (committed.assets != outcome.assets) wrong = "other records were committed than the outcome counts";
    if (committed.detections != outcome.detections) wrong = "other detections were committed than the outcome counts";
  } else {
    store.rollback();
    if (outcome.message.empty()) wrong = "it refuses a page without a word";
  }
  std::string out = outcome_told(outcome);
  for (const Table* table : store.tables()) {
    if (outcome.kind != PageKind::kPage && table->row_end() != 0) wrong = "rows of a page that was rolled back";
    out += table_told(*table);
  }
  return out;
}

}  // namespace sluice::fuzz
