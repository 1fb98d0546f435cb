#include "query/filter.h"

#include "decode/ot_decoder.h"
#include "fuzz/target.h"

namespace sluice::fuzz {
namespace {

constexpr WallTime kNow{1795219200LL * 1000000};

constexpr const char* kAssets =
    "<?xml version=\"1.0\"?><ASSET_LIST_VM_DETECTION_OUTPUT><RESPONSE><ASSET_LIST>"
    "<ASSET><ID>231</ID><OS>iOS 14.5</OS><ASSET_STATUS>Enrolled</ASSET_STATUS><DETECTION_LIST>"
    "<DETECTION><QID>610000</QID><TYPE>Confirmed</TYPE><SEVERITY>5</SEVERITY><STATUS>Active</STATUS>"
    "<RESULTS>passcode is not set</RESULTS><LAST_FOUND_DATE>2026-11-01T10:00:00Z</LAST_FOUND_DATE></DETECTION>"
    "<DETECTION><QID>610001</QID><SEVERITY>2</SEVERITY></DETECTION></DETECTION_LIST></ASSET>"
    "<ASSET><ID>232</ID><OS>Android</OS><DETECTION_LIST><DETECTION><QID>610000</QID><TYPE>Potential</TYPE>"
    "</DETECTION></DETECTION_LIST></ASSET></ASSET_LIST></RESPONSE></ASSET_LIST_VM_DETECTION_OUTPUT>";

constexpr const char* kHosts =
    R"([{"assetId":1,"name":"PLC 1","online":true,"score":7.5,"seen":"2026-11-01T10:00:00Z",)"
    R"("interfaces":[{"ip":"10.0.0.1","ports":[80,443]},{"ip":"10.0.0.2"}],"hardware":{"type":"controller"}},)"
    R"({"assetId":2,"name":null,"online":false,"score":-1e3,"interfaces":[]},{"assetId":3,"name":"ü"}])";

// The three tables that a filter may be about.
struct Tables {
  AssetStore mobile{mobile_asset_columns(), mobile_detection_columns()};
  RecordStore ot{"ot.hosts"};

  Tables() {
    const auto assets = make_mobile_decoder(kAssets, mobile);
    while (assets->work(Fuel{~size_t{0}}) == Work::kMore) {
    }
    mobile.commit();
    const auto hosts = make_ot_decoder(kHosts, ot, {{"assets"}, {"assetId"}, {"assetId"}});
    while (hosts->work(Fuel{~size_t{0}}) == Work::kMore) {
    }
    ot.commit();
  }
};

std::string kept(const Filter& filter, const Table& table) {
  std::string rows;
  for (RowId row = 0; row < table.row_end(); ++row) rows += filter.matches(table, row) ? '1' : '0';
  return rows;
}

// Whether each term of an and-ed filter says alone what it says among the others.
std::string check_terms(const Filter& filter, const Table& table, const std::string& rows) {
  std::string all(rows.size(), '1');
  for (const std::string& text : filter.terms()) {
    Filter term;
    if (Filter::parse(text, table, kNow, term)) return "a term of it cannot be read alone: " + text;
    const std::string some = kept(term, table);
    for (size_t i = 0; i < all.size(); ++i) all[i] = all[i] == '1' && some[i] == '1' ? '1' : '0';
  }
  return all == rows ? "" : "its terms together keep " + all + ", but it keeps " + rows;
}

std::string check_opposite(std::string_view text, const Table& table, const std::string& rows) {
  Filter opposite;
  // The one more level or the few more bytes may be too many.
  if (Filter::parse("not (" + std::string(text) + "\n)", table, kNow, opposite)) return {};
  const std::string others = kept(opposite, table);
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] == others[i]) return "a row is kept by the filter and by its opposite, or by neither";
  }
  return {};
}

}  // namespace

// The first byte chooses the table.
std::string run_filter(std::string_view input) {
  if (input.empty()) return {};
  static const Tables tables;
  const Table* const choice[] = {&tables.mobile.detections(), &tables.mobile.assets(), &tables.ot.table()};
  const Table& table = *choice[static_cast<unsigned char>(input.front()) % 3];
  const std::string_view text = input.substr(1);
  Filter filter;
  if (const std::optional<FilterError> problem = Filter::parse(text, table, kNow, filter)) {
    if (problem->message.empty()) return "it refuses a filter without a word";
    return problem->offset > text.size() ? "an offset behind the end of the text" : "";
  }
  const std::string rows = kept(filter, table);
  if (kept(filter, table) != rows) return "the second look at the rows says something else than the first";
  if (filter.matches_all() && rows.find('0') != std::string::npos) return "it claims to keep all rows";
  if (std::string wrong = check_terms(filter, table, rows); !wrong.empty()) return wrong;
  return filter.matches_all() ? "" : check_opposite(text, table, rows);
}

}  // namespace sluice::fuzz
