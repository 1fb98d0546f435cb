// Runs a Mobile decoder over a body and shows what came of it as plain text, so that two ways of running can be
// compared and a test can be read.
#pragma once

#include <cstdio>
#include <functional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "decode/decoder.h"

namespace sluice {

inline constexpr size_t kWhole = ~size_t{0};

struct Decoded {
  AssetStore store{mobile_asset_columns(), mobile_detection_columns()};
  PageOutcome outcome;

  // The cell as text; "-" when it is missing, "no such column" when it is that.
  static std::string at(const Table& table, RowId row, std::string_view column, bool raw = false) {
    const auto id = table.find_column(column);
    if (!id) return "no such column";
    const Cell cell = table.cell(row, *id);
    const std::string text = cell_text(cell, raw);
    return cell.missing() && text.empty() ? "-" : text;
  }
  std::string asset(RowId row, std::string_view column, bool raw = false) const {
    return at(store.assets(), row, column, raw);
  }
  std::string detection(RowId row, std::string_view column, bool raw = false) const {
    return at(store.detections(), row, column, raw);
  }
  RowId assets() const { return store.assets().row_end(); }
  RowId detections() const { return store.detections().row_end(); }

  // Everything that a reader could tell apart.
  std::string all() const {
    std::string out =
        std::to_string(static_cast<int>(outcome.kind)) + "|" + outcome.message + "|" + outcome.error_code + "|" +
        outcome.error_text + "|" + outcome.sha256 + "|" + outcome.datetime + "|" +
        std::to_string(outcome.assets) + "|" +
        std::to_string(outcome.detections) + "|" + std::to_string(outcome.sanitized) + "|" +
        std::to_string(outcome.first_sanitized_offset.value_or(0)) + "|" + std::to_string(outcome.quarantined) + "\n";
    if (outcome.warning) out += outcome.warning->code + "|" + outcome.warning->text + "|" + outcome.warning->url + "\n";
    for (const QuarantinedRecord& record : outcome.quarantine) {
      out += std::to_string(record.id.value_or(-1)) + "|" + record.reason + "|" + record.sample + "\n";
    }
    for (const UnknownField& field : outcome.unknown_fields) {
      out += field.path + "|" + std::to_string(field.count) + "|" + field.sample + "\n";
    }
    for (const std::string& warning : outcome.warnings) out += warning + "\n";
    for (const auto& [key, value] : outcome.echoed_request) out += key + "=" + value + "\n";
    for (const Table* table : {&store.assets(), &store.detections()}) {
      for (RowId row = 0; row < table->row_end(); ++row) {
        for (ColumnId column = 0; column < table->column_count(); ++column) {
          out += table->column(column).name + "=" + cell_text(table->cell(row, column)) + "/" +
                 cell_text(table->cell(row, column), true) + "|";
        }
        out += "\n";
      }
    }
    return out;
  }
};

// `next_fuel` says how many bytes each turn gets. Good pages are committed, others rolled back.
inline void decode_with(Decoded& out, std::string_view body, const DecodeLimits& limits,
                        const std::function<size_t()>& next_fuel) {
  const std::unique_ptr<Decoder> decoder = make_mobile_decoder(std::string(body), out.store, limits);
  while (decoder->work({next_fuel()}) == Work::kMore) {
  }
  out.outcome = decoder->outcome();
  if (out.outcome.kind == PageKind::kPage)
    out.store.commit();
  else
    out.store.rollback();
}

inline void decode_into(Decoded& out, std::string_view body, size_t fuel = kWhole, const DecodeLimits& limits = {}) {
  decode_with(out, body, limits, [fuel] { return fuel; });
}

inline std::string decoded_at_random(std::string_view body, uint64_t seed, const DecodeLimits& limits = {}) {
  Random random(seed);
  Decoded out;
  decode_with(out, body, limits, [&random] { return static_cast<size_t>(1 + random.below(40)); });
  return out.all();
}

// A whole document around some assets.
inline std::string page_of(std::string_view assets, std::string_view behind_list = "") {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ASSET_LIST_VM_DETECTION_OUTPUT><RESPONSE>"
         "<DATETIME>2021-10-18T07:58:11.268Z</DATETIME><ASSET_LIST>" +
         std::string(assets) + "</ASSET_LIST>" + std::string(behind_list) +
         "</RESPONSE></ASSET_LIST_VM_DETECTION_OUTPUT>";
}

// An asset with one detection of those elements.
inline std::string asset_with_detection(std::string_view detection) {
  return "<ASSET><ID>231</ID><DETECTION_LIST><DETECTION>" + std::string(detection) +
         "</DETECTION></DETECTION_LIST></ASSET>";
}

inline std::string read_test_data(const std::string& name) {
  const std::string path = std::string(SLUICE_TEST_DATA_DIR) + "/" + name;
  std::string text;
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return text;
  char buffer[4096];
  for (size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, file)) > 0;) text.append(buffer, n);
  std::fclose(file);
  return text;
}

}  // namespace sluice
