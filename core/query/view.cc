#include "query/view.h"

#include <algorithm>

#include "query/row_sorter.h"

namespace sluice {
namespace {

// What a unit of fuel pays for beside one row looked at.
constexpr size_t kTextBytesPerUnit = 64;  // text that a filter had to read for the first time
constexpr size_t kCopiesPerUnit = 32;     // rows carried over from the last state
constexpr size_t kUnitsPerPlace = 8;      // finding the place of a new row among the old

// From this share of new rows on, sorting all of them anew is cheaper than finding a place for each.
constexpr size_t kResortShare = 8;

// Rescan: scan -> sort. Resort: drop -> sort. After a commit: scan -> sort -> drop -> merge (where there is something
// to sort, to drop, to merge). All end in idle, and rows change only there.
enum class Stage { kIdle, kScan, kSort, kDrop, kMerge };
enum class Ask { kNothing, kRescan, kResort };

// What the table looked like: which rows there were, and how many of them were dead.
struct Sight {
  uint64_t version = 0;
  RowId end = 0;
  uint64_t dead = 0;
};

}  // namespace

struct View::State {
  explicit State(const Table& table_seen) : table(table_seen) {}

  const Table& table;
  Filter filter;
  std::string filter_text;
  WallTime filter_now;
  uint64_t types_version = 0;  // of the table, that `filter` and `order` are made for
  std::vector<SortKey> keys;

  std::vector<RowId> rows;
  uint64_t version = 0;
  Sight shown;  // what `rows` answers for

  Ask ask = Ask::kRescan;
  Stage stage = Stage::kIdle;
  Sight target;           // what the round under way will answer for
  bool rescan = false;    // it looks at every row
  bool replaces = false;  // it makes all rows anew; else it adds to the old ones
  RowId at = 0;
  std::vector<RowId> found;
  std::unique_ptr<RowSorter> sorter;
  size_t old_at = 0;
  size_t found_at = 0;
  bool kept_valid = false;  // `kept` stands for the old rows without the dead
  std::vector<RowId> kept;
  std::vector<RowId> merged;
  std::unique_ptr<RowOrder> order;

  Sight look() const { return {table.version(), table.row_end(), table.row_end() - table.live_count()}; }
  bool open_round();
  void follow_types();
  void abandon_round();
  void step(Fuel& fuel);
  void scan(Fuel& fuel);
  void start_sort();
  void start_drop();
  void start_copy();
  void drop(Fuel& fuel);
  void start_merge();
  void merge(Fuel& fuel);
  void copy_old(size_t end, Fuel& fuel);
  void resort_all();
  void append_found();
  void replace_rows(std::vector<RowId> fresh);
  void finish();
  const std::vector<RowId>& old_rows() const { return kept_valid ? kept : rows; }
};

// A column's type has widened: what the filter and the sort mean by it has changed, for the old rows too.
void View::State::follow_types() {
  if (types_version == table.types_version()) return;
  types_version = table.types_version();
  Filter fresh;
  if (!Filter::parse(filter_text, table, filter_now, fresh)) filter = std::move(fresh);
  order.reset();
  ask = Ask::kRescan;
}

bool View::State::open_round() {
  follow_types();
  const Ask asked = ask;
  if (asked == Ask::kNothing && table.version() == shown.version) return false;
  ask = Ask::kNothing;
  found.clear();
  rescan = asked == Ask::kRescan;
  replaces = asked != Ask::kNothing;
  target = asked == Ask::kResort ? shown : look();
  at = rescan ? 0 : shown.end;
  if (asked == Ask::kResort) {
    start_copy();
  } else {
    found.reserve(target.end - at);
    stage = Stage::kScan;
  }
  return true;
}

void View::State::abandon_round() {
  stage = Stage::kIdle;
  sorter.reset();
  kept_valid = false;
  kept = {};
  merged = {};
  found = {};
}

void View::State::step(Fuel& fuel) {
  switch (stage) {
    case Stage::kIdle:
      break;
    case Stage::kScan:
      scan(fuel);
      break;
    case Stage::kSort:
      if (sorter->work(fuel) == Work::kMore) break;
      found = sorter->take();
      sorter.reset();
      if (replaces) {
        replace_rows(std::move(found));
      } else {
        start_drop();
      }
      break;
    case Stage::kDrop:
      drop(fuel);
      break;
    case Stage::kMerge:
      merge(fuel);
      break;
  }
}

void View::State::scan(Fuel& fuel) {
  for (; at < target.end && !fuel.empty(); ++at) {
    size_t text_bytes = 0;
    if (table.live(at) && filter.matches(table, at, text_bytes)) found.push_back(at);
    fuel.spend(1 + text_bytes / kTextBytesPerUnit);
  }
  if (at < target.end) return;
  if (found.empty() && !replaces) {
    start_drop();
  } else {
    start_sort();
  }
}

void View::State::start_sort() {
  sorter = std::make_unique<RowSorter>(table, keys, std::move(found));
  stage = Stage::kSort;
}

void View::State::start_drop() {
  kept_valid = false;
  if (target.dead == shown.dead) return start_merge();
  start_copy();
}

void View::State::start_copy() {
  old_at = 0;
  kept.clear();
  kept.reserve(rows.size());
  stage = Stage::kDrop;
}

void View::State::drop(Fuel& fuel) {
  const size_t end = old_at + std::min(rows.size() - old_at, steps_for(fuel, kCopiesPerUnit));
  spend_steps(fuel, end - old_at, kCopiesPerUnit);
  for (; old_at < end; ++old_at) {
    if (table.live(rows[old_at])) kept.push_back(rows[old_at]);
  }
  if (old_at < rows.size()) return;
  if (replaces) {
    found = std::move(kept);
    start_sort();
  } else {
    kept_valid = true;
    start_merge();
  }
}

void View::State::start_merge() {
  if (found.empty()) return kept_valid ? replace_rows(std::move(kept)) : finish();
  if (!order) order = std::make_unique<RowOrder>(table, keys);
  const std::vector<RowId>& old = old_rows();
  if (old.empty() || order->before(old.back(), found.front())) return append_found();
  if (found.size() > old.size() / kResortShare) return resort_all();
  old_at = 0;
  found_at = 0;
  merged.clear();
  merged.reserve(old.size() + found.size());
  stage = Stage::kMerge;
}

// The usual case of a pull: assets come in the order of their ids.
void View::State::append_found() {
  if (kept_valid) {
    kept.insert(kept.end(), found.begin(), found.end());
    return replace_rows(std::move(kept));
  }
  rows.insert(rows.end(), found.begin(), found.end());
  ++version;
  finish();
}

void View::State::resort_all() {
  const std::vector<RowId>& old = old_rows();
  found.insert(found.end(), old.begin(), old.end());
  replaces = true;
  start_sort();
}

void View::State::copy_old(size_t end, Fuel& fuel) {
  const std::vector<RowId>& old = old_rows();
  merged.insert(merged.end(), old.begin() + static_cast<std::ptrdiff_t>(old_at),
                old.begin() + static_cast<std::ptrdiff_t>(end));
  fuel.spend((end - old_at) / (kCopiesPerUnit * kCopiesPerUnit));
  old_at = end;
}

void View::State::merge(Fuel& fuel) {
  const std::vector<RowId>& old = old_rows();
  const auto before = [this](RowId a, RowId b) { return order->before(a, b); };
  for (; found_at < found.size() && !fuel.empty(); ++found_at) {
    const auto place =
        std::lower_bound(old.begin() + static_cast<std::ptrdiff_t>(old_at), old.end(), found[found_at], before);
    copy_old(static_cast<size_t>(place - old.begin()), fuel);
    merged.push_back(found[found_at]);
    fuel.spend(kUnitsPerPlace);
  }
  if (found_at < found.size()) return;
  copy_old(old.size(), fuel);
  replace_rows(std::move(merged));
}

void View::State::replace_rows(std::vector<RowId> fresh) {
  if (fresh != rows) {
    rows = std::move(fresh);
    ++version;
  }
  finish();
}

void View::State::finish() {
  shown = target;
  abandon_round();
}

View::View(const Table& table) : state_(std::make_unique<State>(table)) {}
View::~View() = default;
View::View(View&&) noexcept = default;
View& View::operator=(View&&) noexcept = default;

std::optional<FilterError> View::set_filter(std::string_view text, WallTime now) {
  Filter filter;
  if (auto problem = Filter::parse(text, state_->table, now, filter)) return problem;
  state_->filter = std::move(filter);
  state_->filter_text = std::string(text);
  state_->filter_now = now;
  state_->types_version = state_->table.types_version();
  state_->abandon_round();
  state_->ask = Ask::kRescan;
  return std::nullopt;
}

void View::set_sort(std::vector<SortKey> keys) {
  if (keys == state_->keys) return;
  const bool unanswered = state_->ask == Ask::kRescan || (state_->stage != Stage::kIdle && state_->rescan);
  state_->keys = std::move(keys);
  state_->order.reset();
  state_->abandon_round();
  state_->ask = unanswered ? Ask::kRescan : Ask::kResort;
}

const std::string& View::filter_text() const { return state_->filter_text; }
const std::vector<SortKey>& View::sort() const { return state_->keys; }

bool View::stale() const {
  return state_->ask != Ask::kNothing || state_->stage != Stage::kIdle ||
         state_->table.version() != state_->shown.version;
}

Work View::work(Fuel fuel) {
  while (!fuel.empty()) {
    if (state_->stage == Stage::kIdle && !state_->open_round()) return Work::kDone;
    state_->step(fuel);
  }
  return stale() ? Work::kMore : Work::kDone;
}

const std::vector<RowId>& View::rows() const { return state_->rows; }
uint64_t View::version() const { return state_->version; }
const Table& View::table() const { return state_->table; }

}  // namespace sluice
