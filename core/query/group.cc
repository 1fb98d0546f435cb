#include "query/group.h"

#include <utility>

#include "base/check.h"
#include "query/sort.h"

namespace sluice {
namespace {

constexpr size_t kRunItems = 64;
constexpr size_t kSortItemsPerUnit = 4;

// A cell as an integer that equals another cell's exactly when the two cells of a column are equal.
uint64_t key_of(const Cell& cell) {
  return cell.kind == Cell::Kind::kNumber ? static_cast<uint64_t>(cell.number) : cell.text_id;
}

uint64_t mix(uint64_t state, uint64_t value) {
  state = (state ^ value) * 0x9E3779B97F4A7C15;
  return state ^ (state >> 29);
}

uint64_t mix(uint64_t state, const Cell& cell) {
  return mix(mix(state, key_of(cell)), static_cast<uint64_t>(cell.kind) + 1);
}

uint32_t folded(uint64_t hash) { return static_cast<uint32_t>(hash ^ (hash >> 32)); }

}  // namespace

GroupCount::GroupCount(const Table& table, const std::vector<RowId>& rows, std::vector<ColumnId> by,
                       std::optional<ColumnId> distinct)
    : table_(table), rows_(rows), by_(std::move(by)), distinct_(distinct) {
  SLUICE_CHECK(by_.size() <= kGroupColumnsMax);
  begin();
}

void GroupCount::begin() {
  types_version_ = table_.types_version();
  stage_ = Stage::kCount;
  at_ = 0;
  groups_size_ = 0;
  groups_ = {};
  index_ = {};
  members_size_ = 0;
  members_ = {};
  member_index_ = {};
  sorter_.reset();
  sort_.reset();
  by_values_.clear();
  ordered_.clear();
}

Work GroupCount::work(Fuel fuel) {
  if (stage_ != Stage::kDone && types_version_ != table_.types_version()) begin();
  while (stage_ != Stage::kDone && !fuel.empty()) step(fuel);
  return stage_ == Stage::kDone ? Work::kDone : Work::kMore;
}

void GroupCount::step(Fuel& fuel) {
  switch (stage_) {
    case Stage::kCount:
      for (; at_ < rows_.size() && !fuel.empty(); ++at_) {
        count(rows_[at_]);
        fuel.spend(1);
      }
      if (at_ == rows_.size()) start_ranking();
      break;
    case Stage::kSortValues:
      if (sorter_->work(fuel) == Work::kMore) break;
      by_values_ = sorter_->take();
      sorter_.reset();
      ordered_.reserve(by_values_.size());
      at_ = 0;
      stage_ = Stage::kRank;
      break;
    case Stage::kRank:
      for (; at_ < by_values_.size() && !fuel.empty(); ++at_) {
        const RowId row = by_values_[at_];
        ordered_.push_back(groups_.put_at(group_of(row, hash_of(row)) - 1));
        fuel.spend(1);
      }
      if (at_ < by_values_.size()) break;
      sort_ = std::make_unique<StepSort<Group, Larger>>(std::move(ordered_), Larger{}, kRunItems, kSortItemsPerUnit);
      stage_ = Stage::kSortCounts;
      break;
    case Stage::kSortCounts:
      if (sort_->work(fuel) == Work::kMore) break;
      ordered_ = sort_->take();
      sort_.reset();
      stage_ = Stage::kDone;
      break;
    case Stage::kDone: break;
  }
}

void GroupCount::count(RowId row) {
  const uint32_t hash = hash_of(row);
  uint32_t number = group_of(row, hash);
  if (number == 0) {
    if (groups_size_ >= kGroupCountMax) return;
    groups_.put(groups_size_++, {row, 0, 0});
    number = groups_size_;
    index_.insert(hash, number);
  }
  Group group = groups_.put_at(number - 1);
  ++group.count;
  if (distinct_ && !table_.cell(row, *distinct_).missing()) group.distinct += is_new_member(row, number) ? 1 : 0;
  groups_.put(number - 1, group);
}

// Whether this row's value is the first of its kind in that group.
bool GroupCount::is_new_member(RowId row, uint32_t group) {
  const uint32_t hash = folded(mix(mix(0, group), table_.cell(row, *distinct_)));
  const uint32_t known = member_index_.find(hash, [&](uint32_t number) {
    const Member& member = members_.put_at(number - 1);
    return member.group == group && equal(member.row, row, *distinct_);
  });
  if (known != 0) return false;
  members_.put(members_size_++, {row, group});
  member_index_.insert(hash, members_size_);
  return true;
}

// The values of all groups in order; equal counts stay in it.
void GroupCount::start_ranking() {
  std::vector<RowId> firsts;
  firsts.reserve(groups_size_);
  for (uint32_t i = 0; i < groups_size_; ++i) firsts.push_back(groups_.put_at(i).first);
  std::vector<SortKey> keys;
  for (const ColumnId column : by_) keys.push_back({column, false});
  members_ = {};
  member_index_ = {};
  sorter_ = std::make_unique<RowSorter>(table_, keys, std::move(firsts));
  stage_ = Stage::kSortValues;
}

uint32_t GroupCount::hash_of(RowId row) const {
  uint64_t hash = 0;
  for (const ColumnId column : by_) hash = mix(hash, table_.cell(row, column));
  return folded(hash);
}

uint32_t GroupCount::group_of(RowId row, uint32_t hash) const {
  return index_.find(hash, [&](uint32_t number) {
    const RowId first = groups_.put_at(number - 1).first;
    for (const ColumnId column : by_) {
      if (!equal(first, row, column)) return false;
    }
    return true;
  });
}

bool GroupCount::equal(RowId a, RowId b, ColumnId column) const {
  if (a == b) return true;
  const Cell x = table_.cell(a, column);
  const Cell y = table_.cell(b, column);
  return x.kind == y.kind && (x.missing() || key_of(x) == key_of(y));
}

GroupRow GroupCount::row(size_t place) const {
  const Group& group = ordered_[place];
  GroupRow row;
  for (const ColumnId column : by_) row.values.push_back(table_.cell(group.first, column));
  row.count = group.count;
  row.distinct = group.distinct;
  return row;
}

}  // namespace sluice
