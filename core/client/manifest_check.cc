#include "client/manifest_check.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "api/source.h"
#include "base/date.h"
#include "base/number.h"
#include "base/text.h"

namespace sluice {
namespace {

// Members are found by name in a tree, so that a hostile object with a million of them costs no more than it should.
using Json = nlohmann::json;

constexpr size_t kDigestDigits = 64;
constexpr uint64_t kSumMax = uint64_t{1} << 62;

enum class Kind {
  kText, kDate, kCount, kFlag, kObject, kList, kTextList, kTextObject, kCountOrNull, kTextOrNull, kIdOrNull
};

struct Member {
  const char* name;
  Kind kind;
};

constexpr Member kManifestMembers[] = {
    {"version", Kind::kText}, {"runId", Kind::kText}, {"source", Kind::kText}, {"state", Kind::kText},
    {"why", Kind::kText}, {"gateway", Kind::kText}, {"path", Kind::kText}, {"subject", Kind::kText},
    {"parameters", Kind::kTextObject}, {"startedAt", Kind::kDate}, {"finishedAt", Kind::kDate},
    {"serverTime", Kind::kText}, {"timeZoneAssumed", Kind::kText}, {"budget", Kind::kObject},
    {"pages", Kind::kList}, {"totals", Kind::kObject}, {"quarantine", Kind::kList},
    {"unknownFields", Kind::kList}, {"warnings", Kind::kTextList}};
constexpr Member kBudgetMembers[] = {
    {"limit", Kind::kCountOrNull}, {"windowSec", Kind::kCountOrNull},
    {"concurrencyLimit", Kind::kCountOrNull}};
constexpr Member kPageMembers[] = {
    {"index", Kind::kCount}, {"cursorIn", Kind::kText}, {"cursorOut", Kind::kText},
    {"status", Kind::kCount}, {"bytes", Kind::kCount}, {"assets", Kind::kCount},
    {"detections", Kind::kCount}, {"attempts", Kind::kCount}, {"waitedMs", Kind::kCount}};
constexpr Member kTotalsMembers[] = {
    {"calls", Kind::kCount}, {"retries", Kind::kCount}, {"refused", Kind::kCount}, {"assets", Kind::kCount},
    {"detections", Kind::kCount}, {"bytes", Kind::kCount}, {"duplicates", Kind::kCount},
    {"sanitized", Kind::kCount}, {"quarantined", Kind::kCount}, {"unknownFields", Kind::kCount}};
constexpr Member kQuarantineMembers[] = {
    {"id", Kind::kIdOrNull}, {"range", Kind::kTextOrNull}, {"cursor", Kind::kText}, {"reason", Kind::kText},
    {"sample", Kind::kText}};
constexpr Member kUnknownFieldMembers[] = {
    {"path", Kind::kText}, {"count", Kind::kCount}, {"sample", Kind::kText}};
constexpr Member kExportMembers[] = {
    {"table", Kind::kText}, {"format", Kind::kText}, {"columns", Kind::kTextList}, {"filter", Kind::kText},
    {"excelSafe", Kind::kFlag}, {"rows", Kind::kCount}, {"bytes", Kind::kCount}, {"sha256", Kind::kText}};
constexpr Member kBaseMembers[] = {{"runId", Kind::kText},       {"wholeStartedAt", Kind::kDate},
                                   {"since", Kind::kDate},       {"assets", Kind::kCount},
                                   {"detections", Kind::kCount}, {"everything", Kind::kFlag},
                                   {"named", Kind::kCount},      {"replaced", Kind::kCount},
                                   {"goneCount", Kind::kCount},  {"gone", Kind::kList}};

const Json* find(const Json& object, const char* name) {
  const auto at = object.find(name);
  return at == object.end() ? nullptr : &*at;
}

std::string text_of(const Json& object, const char* name) {
  const Json* value = find(object, name);
  const std::string* text = value ? value->get_ptr<const std::string*>() : nullptr;
  return text ? *text : std::string();
}

uint64_t count_of(const Json& object, const char* name) {
  const Json* value = find(object, name);
  return value && value->is_number_unsigned() ? value->get<uint64_t>() : 0;
}

bool flag_of(const Json& object, const char* name) {
  const Json* value = find(object, name);
  return value && value->is_boolean() && value->get<bool>();
}

bool is_short_text(const Json& value) {
  const std::string* text = value.get_ptr<const std::string*>();
  return text && text->size() <= kManifestTextBytesMax;
}

bool has_kind(const Json& value, Kind kind) {
  const auto all_texts = [&value] { return std::all_of(value.begin(), value.end(), is_short_text); };
  switch (kind) {
    case Kind::kText: return is_short_text(value);
    case Kind::kDate: return is_short_text(value) && parse_datetime(*value.get_ptr<const std::string*>()).has_value();
    case Kind::kCount: return value.is_number_unsigned() && value.get<uint64_t>() < kSumMax;
    case Kind::kFlag: return value.is_boolean();
    case Kind::kObject: return value.is_object();
    case Kind::kList: return value.is_array();
    case Kind::kTextList: return value.is_array() && all_texts();
    case Kind::kTextObject: return value.is_object() && all_texts();
    case Kind::kCountOrNull: return value.is_null() || has_kind(value, Kind::kCount);
    case Kind::kTextOrNull: return value.is_null() || is_short_text(value);
    case Kind::kIdOrNull: return value.is_null() || value.is_number_integer();
  }
  return false;
}

const char* words_of(Kind kind) {
  switch (kind) {
    case Kind::kText: return "a text";
    case Kind::kDate: return "a date and time";
    case Kind::kCount: return "a whole number from 0";
    case Kind::kFlag: return "true or false";
    case Kind::kObject: return "an object";
    case Kind::kList: return "a list";
    case Kind::kTextList: return "a list of texts";
    case Kind::kTextObject: return "an object of texts";
    case Kind::kCountOrNull: return "a whole number from 0 or null";
    case Kind::kTextOrNull: return "a text or null";
    case Kind::kIdOrNull: return "a whole number or null";
  }
  return "";
}

bool is_digest(std::string_view text) {
  return text.size() == kDigestDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

std::string in_quotes(std::string_view text) { return "\"" + shorten(text, 100) + "\""; }

// Looked at before anything is allocated for it: how deep it nests and about how many values it holds.
std::optional<std::string> too_large(std::string_view json) {
  if (json.size() > kManifestBytesMax) {
    return "The manifest has " + std::to_string(json.size()) + " bytes, more than the " +
           std::to_string(kManifestBytesMax) + " that are read.";
  }
  size_t depth = 0;
  size_t values = 1;
  bool in_string = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++values;
      if (++depth > kManifestDepthMax) {
        return "The manifest nests deeper than " + std::to_string(kManifestDepthMax) + ".";
      }
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    } else if (c == ',' && ++values > kManifestValuesMax) {
      return "The manifest holds more than " + std::to_string(kManifestValuesMax) + " values.";
    }
  }
  return std::nullopt;
}

class ManifestCheck {
 public:
  ManifestCheck(const Json& manifest, ProblemList& problems) : manifest_(manifest), problems_(problems) {}

  std::optional<ExportClaims> run() {
    if (text_of(manifest_, "tool") != "sluice") {
      problems_.add("The manifest is not Sluice's: its member tool is not \"sluice\".");
      return std::nullopt;
    }
    // What is missing or of another type is told once; the sums below are about what is there.
    const bool whole = check_shape();
    const std::optional<ExportClaims> claims = check_export();
    if (!whole) return claims;
    check_state();
    check_pages();
    check_totals();
    if (claims) check_rows(claims->exported);
    return claims;
  }

 private:
  template <size_t kCount>
  bool check_members(const Json& object, const std::string& path, const Member (&members)[kCount]) {
    bool good = true;
    for (const Member& member : members) good = check_member(object, path, member) && good;
    return good;
  }

  bool check_member(const Json& object, const std::string& path, const Member& member) {
    const Json* value = find(object, member.name);
    if (value && has_kind(*value, member.kind)) return true;
    problems_.add("The manifest's member " + path + member.name +
                  (value ? std::string(" is not ") + words_of(member.kind) + "." : std::string(" is missing.")));
    return false;
  }

  template <size_t kCount>
  bool check_list(const char* name, const Member (&members)[kCount]) {
    bool good = true;
    size_t place = 0;
    for (const Json& item : *find(manifest_, name)) {
      const std::string path = std::string(name) + "[" + std::to_string(place++) + "]";
      if (!item.is_object()) {
        problems_.add("The manifest's member " + path + " is not an object.");
        good = false;
      } else {
        good = check_members(item, path + ".", members) && good;
      }
    }
    return good;
  }

  bool check_shape() {
    if (!check_members(manifest_, "", kManifestMembers)) return false;
    const Json* next = find(manifest_, "nextCursor");
    if (next && !is_short_text(*next)) {
      problems_.add("The manifest's member nextCursor is not a text.");
      return false;
    }
    bool good = check_members(*find(manifest_, "budget"), "budget.", kBudgetMembers);
    good = check_members(*find(manifest_, "totals"), "totals.", kTotalsMembers) && good;
    good = check_list("pages", kPageMembers) && good;
    good = check_list("quarantine", kQuarantineMembers) && good;
    good = check_list("unknownFields", kUnknownFieldMembers) && good;
    if (text_of(manifest_, "timeZoneAssumed") != "UTC") problems_.add("The manifest's member timeZoneAssumed is not \"UTC\".");
    good = check_base() && good;
    source_ = find_source(text_of(manifest_, "source"));
    if (!source_) problems_.add("The manifest names a source that Sluice does not know: " +
                                in_quotes(text_of(manifest_, "source")) + ".");
    return good;
  }

  // The run that a pull of what has changed builds upon; most have none.
  bool check_base() {
    base_ = find(manifest_, "base");
    if (!base_) return true;
    if (base_->is_object()) return check_members(*base_, "base.", kBaseMembers);
    problems_.add("The manifest's member base is not an object.");
    return false;
  }

  void check_state() {
    const std::string state = text_of(manifest_, "state");
    const std::string why = text_of(manifest_, "why");
    const bool known = state == "complete" || state == "partial" || state == "stopped" || state == "failed";
    if (!known) {
      problems_.add("The manifest's state " + in_quotes(state) + " is none of complete, partial, stopped and failed.");
    } else if (state == "complete") {
      check_complete(why);
    } else if (why.empty()) {
      problems_.add("The state is " + state + ", but the manifest's member why does not say why.");
    }
  }

  void check_complete(const std::string& why) {
    const Json& pages = *find(manifest_, "pages");
    const size_t listed = find(manifest_, "quarantine")->size();
    const uint64_t quarantined = count_of(totals(), "quarantined");
    const std::string next = text_of(manifest_, "nextCursor");
    if (!why.empty()) problems_.add("The state is complete, but the manifest says why it is not: " + in_quotes(why) + ".");
    if (listed > 0 || quarantined > 0) {
      problems_.add("The state is complete, but records were quarantined: " + std::to_string(listed) + " are listed, " +
                    std::to_string(quarantined) + " counted.");
    }
    if (!next.empty()) problems_.add("The state is complete, but nextCursor is " + in_quotes(next) + ".");
    if (pages.empty()) return problems_.add("The state is complete, but the manifest lists no page.");
    for (const PageList& list : {naming_pages(), main_pages()}) {
      if (list.empty() || has_ranges(list)) continue;  // check_coverage() looks whether anything is left out
      const std::string last = text_of(*list.back().page, "cursorOut");
      if (last.empty()) continue;
      problems_.add("The state is complete, but a page is due behind the last: its cursorOut is " + in_quotes(last) +
                    ".");
    }
  }

  // A pull of what has changed goes through the ids twice, first for the names alone.
  struct ListedPage {
    size_t place = 0;
    const Json* page = nullptr;
    std::string name() const { return "pages[" + std::to_string(place) + "]"; }
  };
  using PageList = std::vector<ListedPage>;
  PageList naming_pages() const { return pages_that_name(true); }
  PageList main_pages() const { return pages_that_name(false); }
  PageList pages_that_name(bool names) const {
    PageList list;
    size_t place = 0;
    for (const Json& page : *find(manifest_, "pages")) {
      if (flag_of(page, "names") == names) list.push_back({place, &page});
      ++place;
    }
    return list;
  }

  // Pages that came side by side stand in the order in which they came.
  static bool has_ranges(const PageList& list) {
    return std::any_of(list.begin(), list.end(),
                       [](const ListedPage& p) { return !text_of(*p.page, "range").empty(); });
  }

  // The ids that a page answers for: from its cursorIn to before its cursorOut, or to the end of what it was asked for.
  struct Covered {
    int64_t first = 0;
    int64_t last = std::numeric_limits<int64_t>::max();
  };
  static Covered covered_by(const Json& page) {
    Covered covered;
    covered.first = parse_int(text_of(page, "cursorIn")).value_or(0);
    const std::string range = text_of(page, "range");
    if (const std::optional<int64_t> next = parse_int(text_of(page, "cursorOut"))) {
      covered.last = *next - 1;
    } else if (const std::optional<int64_t> last = parse_int(std::string_view(range).substr(range.rfind('-') + 1))) {
      covered.last = *last;
    }
    return covered;
  }

  // Ids between two pages that no page answers for are a hole, unless the assets there are quarantined.
  void check_coverage(const PageList& list) {
    std::vector<Covered> covered;
    for (const ListedPage& listed : list) covered.push_back(covered_by(*listed.page));
    std::sort(covered.begin(), covered.end(), [](const Covered& a, const Covered& b) { return a.first < b.first; });
    constexpr int64_t kEnd = std::numeric_limits<int64_t>::max();
    int64_t reach = covered.front().first;  // the first id that nobody answers for
    const std::string next = text_of(manifest_, "nextCursor");
    const std::optional<int64_t> due = parse_int(next);
    const bool complete = text_of(manifest_, "state") == "complete";
    for (const Covered& c : covered) {
      const bool hole = c.first > reach && !skips_quarantined(std::to_string(reach), std::to_string(c.first));
      // A run that is not complete says so itself: by its nextCursor, if it knows where it went astray.
      if (hole && !complete && (!due || *due <= reach)) return;
      if (hole) return tell_hole(reach, c.first - 1);
      if (c.last == kEnd) reach = kEnd;
      if (reach < kEnd) reach = std::max(reach, c.last + 1);
    }
    if (complete && reach < kEnd) tell_hole(reach, kEnd);
  }

  void tell_hole(int64_t first, int64_t last) {
    problems_.add("No page answers for the ids from " + std::to_string(first) +
                  (last == std::numeric_limits<int64_t>::max() ? " on." : " to " + std::to_string(last) + "."));
  }

  void check_pages() {
    size_t place = 0;
    for (const Json& page : *find(manifest_, "pages")) {
      check_page(page, "pages[" + std::to_string(place) + "]", place);
      ++place;
    }
    const PageList naming = naming_pages();
    const PageList main = main_pages();
    const bool chosen = find(*find(manifest_, "parameters"), "ids");  // what lies between them was not asked for
    const bool named = base_ && !flag_of(*base_, "everything");
    check_sequence(naming, chosen, main.empty());
    check_sequence(main, chosen || named, true);
  }

  // `last`: nextCursor is of this list.
  void check_sequence(const PageList& list, bool chosen, bool last) {
    if (list.empty() || (chosen && has_ranges(list))) return;
    if (has_ranges(list)) return check_coverage(list);
    const std::string* before = nullptr;
    for (const ListedPage& listed : list) {
      const std::string name = listed.name();
      const std::string* cursor_in = find(*listed.page, "cursorIn")->get_ptr<const std::string*>();
      if (before && *before != *cursor_in && !skips_quarantined(*before, *cursor_in)) {
        problems_.add("The cursorIn of " + name + " is " + in_quotes(*cursor_in) +
                      ", but the page before it ends with cursorOut " + in_quotes(*before) + ".");
      } else if (before && before->empty()) {
        problems_.add("The page before " + name + " has no cursorOut, so it was the last.");
      }
      before = find(*listed.page, "cursorOut")->get_ptr<const std::string*>();
    }
    const std::string next = text_of(manifest_, "nextCursor");
    if (last && !next.empty() && next != *before && !(base_ && before->empty())) {
      problems_.add("nextCursor is " + in_quotes(next) + ", but the last page ends with cursorOut " +
                    in_quotes(*before) + ".");
    }
  }

  // A page may begin behind the asset for which the gateway fails: the list of the quarantined ends with it then.
  bool skips_quarantined(const std::string& due, const std::string& began) const {
    const std::optional<int64_t> from = parse_int(due);
    const std::optional<int64_t> to = parse_int(began);
    if (!from || !to || *to <= *from) return false;
    const Json& quarantine = *find(manifest_, "quarantine");
    return std::any_of(quarantine.begin(), quarantine.end(), [&](const Json& entry) {
      const Json& id = *find(entry, "id");
      const std::string range = text_of(entry, "range");
      const std::optional<int64_t> last = parse_int(std::string_view(range).substr(range.rfind('-') + 1));
      return (id.is_number_integer() && id.get<int64_t>() == *to - 1) || (last && *last == *to - 1);
    });
  }

  void check_page(const Json& page, const std::string& name, size_t place) {
    const uint64_t index = count_of(page, "index");
    const uint64_t status = count_of(page, "status");
    const Json* digest = find(page, "sha256");
    if (index != place) {
      problems_.add("The index of " + name + " is " + std::to_string(index) + " instead of " + std::to_string(place) +
                    ".");
    }
    if (status != 200 && status != 404) {
      problems_.add("The status of " + name + " is " + std::to_string(status) + ", with which no page comes.");
    }
    if (count_of(page, "attempts") == 0) problems_.add("The attempts of " + name + " are 0, but it came.");
    // Only an empty list that was told by a 404 has none.
    if (digest ? !is_digest(text_of(page, "sha256")) : status == 200) {
      problems_.add("The sha256 of " + name + (digest ? " is not 64 lower-case hexadecimal digits." : " is missing."));
    }
  }

  const Json& totals() const { return *find(manifest_, "totals"); }

  uint64_t sum_of(const char* list, const char* member) const {
    uint64_t sum = 0;
    for (const Json& item : *find(manifest_, list)) sum = std::min(kSumMax, sum + count_of(item, member));
    return sum;
  }

  void differs(const char* total, uint64_t told, const char* what, uint64_t found) {
    problems_.add(std::string("totals.") + total + " is " + std::to_string(told) + ", but " + what + " " +
                  std::to_string(found) + ": " + difference_text(found, told) + ".");
  }

  void check_totals() {
    const uint64_t calls = count_of(totals(), "calls");
    const uint64_t attempts = sum_of("pages", "attempts");
    const uint64_t bytes = count_of(totals(), "bytes");
    const uint64_t page_bytes = sum_of("pages", "bytes");
    if (attempts > calls) differs("calls", calls, "the attempts of the pages are", attempts);
    // With as many calls as pages each call gave a page, so nothing else came.
    const bool only_pages = calls == find(manifest_, "pages")->size();
    if (only_pages ? page_bytes != bytes : page_bytes > bytes) {
      differs("bytes", bytes, "the bytes of the pages sum up to", page_bytes);
    }
    const uint64_t spent = count_of(totals(), "retries") + count_of(totals(), "refused");
    if (spent > calls) differs("calls", calls, "retries and refused sum up to", spent);
    check_records();
    const size_t listed = find(manifest_, "quarantine")->size();
    const uint64_t quarantined = count_of(totals(), "quarantined");
    if (listed > quarantined) differs("quarantined", quarantined, "the records listed in quarantine are", listed);
    if (listed == 0 && quarantined > 0) differs("quarantined", quarantined, "the records listed in quarantine are", 0);
    const uint64_t fields = sum_of("unknownFields", "count");
    const uint64_t unknown = count_of(totals(), "unknownFields");
    if (fields > unknown) differs("unknownFields", unknown, "the counts of unknownFields sum up to", fields);
  }

  // Of pages that brought rows: those that name what has changed brought none.
  uint64_t rows_of_pages(const char* member) const {
    uint64_t sum = 0;
    for (const ListedPage& listed : main_pages()) sum = std::min(kSumMax, sum + count_of(*listed.page, member));
    return sum;
  }
  uint64_t of_base(const char* member) const { return base_ ? count_of(*base_, member) : 0; }

  // A record that came again replaced its earlier copy, with all its detections.
  void check_records() {
    const bool detections_alone = source_ && source_->rows_are_detections;
    const char* main = detections_alone ? "detections" : "assets";
    const uint64_t duplicates = count_of(totals(), "duplicates");
    const uint64_t rows = count_of(totals(), main);
    const uint64_t came = rows_of_pages(main) + of_base(main);
    const uint64_t went = of_base("replaced") + of_base("goneCount");
    if (came != rows + duplicates + went) {
      problems_.add(std::string("totals.") + main + " and totals.duplicates are " + std::to_string(rows) + " and " +
                    std::to_string(duplicates) + ", but the " + main + " of the pages" + (base_ ? " and of base" : "") +
                    " sum up to " + std::to_string(came) +
                    (base_ ? " without the " + std::to_string(went) + " that were replaced or gone" : std::string()) +
                    ": " + difference_text(came, rows + duplicates + went) + ".");
    }
    if (base_ && find(*base_, "gone")->size() > of_base("goneCount")) {
      problems_.add("base.goneCount is " + std::to_string(of_base("goneCount")) + ", but base.gone lists " +
                    std::to_string(find(*base_, "gone")->size()) + ".");
    }
    const char* other = detections_alone ? "assets" : "detections";
    const uint64_t told = count_of(totals(), other);
    const uint64_t found = rows_of_pages(other) + of_base(other);
    if (duplicates + went > 0 ? told > found : told != found) {
      problems_.add(std::string("totals.") + other + " is " + std::to_string(told) + ", but the " + other +
                    " of the pages sum up to " + std::to_string(found) + ": " + difference_text(found, told) + ".");
    }
  }

  std::optional<ExportClaims> check_export() {
    const Json* exported = find(manifest_, "export");
    if (!exported) return std::nullopt;
    if (!exported->is_object()) {
      problems_.add("The manifest's member export is not an object.");
      return std::nullopt;
    }
    if (!check_members(*exported, "export.", kExportMembers)) return std::nullopt;
    ExportClaims claims;
    claims.complete = text_of(manifest_, "state") == "complete";
    claims.next_cursor = text_of(manifest_, "nextCursor");
    ManifestExport& e = claims.exported;
    e.table = text_of(*exported, "table");
    e.format = text_of(*exported, "format");
    e.filter = text_of(*exported, "filter");
    for (const Json& column : *find(*exported, "columns")) e.columns.push_back(*column.get_ptr<const std::string*>());
    e.excel_safe = flag_of(*exported, "excelSafe");
    e.rows = count_of(*exported, "rows");
    e.bytes = count_of(*exported, "bytes");
    e.sha256 = text_of(*exported, "sha256");
    if (!is_digest(e.sha256)) problems_.add("export.sha256 is not 64 lower-case hexadecimal digits.");
    return claims;
  }

  // An export of everything has as many rows as the run gave; of a run that is over, not of one that goes on.
  void check_rows(const ManifestExport& e) {
    if (!source_) return;
    const auto& tables = source_->tables;
    if (std::find(tables.begin(), tables.end(), e.table) == tables.end()) {
      return problems_.add("export.table is " + in_quotes(e.table) + ", which a pull of " + std::string(source_->id) +
                           " does not fill.");
    }
    const bool main = e.table == tables.front();
    const char* total = main && !source_->rows_are_detections ? "assets" : "detections";
    const uint64_t there = count_of(totals(), total);
    const bool all = text_of(manifest_, "state") == "complete" && trim(e.filter).empty();
    if (all ? e.rows == there : e.rows <= there || text_of(manifest_, "state") != "complete") return;
    problems_.add("export.rows is " + std::to_string(e.rows) + ", but totals." + total + " is " +
                  std::to_string(there) + (all ? " and no filter left any out: " : ": ") +
                  difference_text(e.rows, there) + ".");
  }

  const Json& manifest_;
  ProblemList& problems_;
  const Source* source_ = nullptr;
  const Json* base_ = nullptr;  // none for a pull of everything
};

}  // namespace

void ProblemList::add(std::string problem) {
  if (kept_.size() < kVerifyProblemsMax) {
    kept_.push_back(std::move(problem));
  } else {
    ++left_out_;
  }
}

std::vector<std::string> ProblemList::all() const {
  std::vector<std::string> all = kept_;
  if (left_out_ > 0) all.push_back("And " + std::to_string(left_out_) + " more.");
  return all;
}

std::string difference_text(uint64_t found, uint64_t told) {
  return found > told ? std::to_string(found - told) + " more" : std::to_string(told - found) + " less";
}

std::optional<ExportClaims> check_manifest(std::string_view json, ProblemList& problems) {
  if (const std::optional<std::string> large = too_large(json)) {
    problems.add(*large);
    return std::nullopt;
  }
  const Json manifest = Json::parse(json, nullptr, false);
  if (!manifest.is_object()) {
    problems.add(manifest.is_discarded() ? "The manifest is not JSON." : "The manifest is not a JSON object.");
    return std::nullopt;
  }
  return ManifestCheck(manifest, problems).run();
}

}  // namespace sluice
