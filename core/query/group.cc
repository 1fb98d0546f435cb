#include "query/group.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "base/check.h"
#include "query/cell_order.h"

namespace sluice {
namespace {

// A cell as an integer that equals another cell's exactly when the two cells of a column are equal.
struct CellKey {
  Cell::Kind kind = Cell::Kind::kMissing;
  uint64_t value = 0;
  bool operator==(const CellKey&) const = default;
};

using GroupKey = std::array<CellKey, kGroupColumnsMax>;

CellKey key_of(const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::kNumber:
      return {cell.kind, static_cast<uint64_t>(cell.number)};
    case Cell::Kind::kText:
      return {cell.kind, cell.text_id};
    case Cell::Kind::kMissing:
      break;
  }
  return {};
}

uint64_t mix(uint64_t state, uint64_t value) {
  state = (state ^ value) * 0x9E3779B97F4A7C15;
  return state ^ (state >> 29);
}

uint64_t mix(uint64_t state, const CellKey& key) { return mix(mix(state, key.value), static_cast<uint64_t>(key.kind)); }

struct GroupKeyHash {
  size_t operator()(const GroupKey& key) const {
    uint64_t hash = 0;
    for (const CellKey& cell : key) hash = mix(hash, cell);
    return static_cast<size_t>(hash);
  }
};

struct Member {
  size_t group = 0;
  CellKey value;
  bool operator==(const Member&) const = default;
};

struct MemberHash {
  size_t operator()(const Member& member) const {
    return static_cast<size_t>(mix(mix(0, static_cast<uint64_t>(member.group)), member.value));
  }
};

int compare(const CellOrder& order, const Cell& a, const Cell& b) {
  if (a.missing() || b.missing()) return a.missing() - b.missing();
  return order.compare(a, b);
}

}  // namespace

std::vector<GroupRow> group_rows(const Table& table, const std::vector<RowId>& rows, const std::vector<ColumnId>& by,
                                 std::optional<ColumnId> distinct) {
  SLUICE_CHECK(by.size() <= kGroupColumnsMax);
  std::vector<GroupRow> groups;
  std::unordered_map<GroupKey, size_t, GroupKeyHash> group_of;
  std::unordered_set<Member, MemberHash> members;
  for (const RowId row : rows) {
    GroupKey key;
    for (size_t i = 0; i < by.size(); ++i) key[i] = key_of(table.cell(row, by[i]));
    auto found = group_of.find(key);
    if (found == group_of.end()) {
      if (groups.size() >= kGroupCountMax) continue;
      found = group_of.emplace(key, groups.size()).first;
      GroupRow& group = groups.emplace_back();
      for (const ColumnId column : by) group.values.push_back(table.cell(row, column));
    }
    GroupRow& group = groups[found->second];
    ++group.count;
    if (!distinct) continue;
    const Cell cell = table.cell(row, *distinct);
    if (!cell.missing() && members.insert({found->second, key_of(cell)}).second) ++group.distinct;
  }
  std::vector<CellOrder> orders;
  for (const ColumnId column : by) orders.emplace_back(table, column);
  std::sort(groups.begin(), groups.end(), [&](const GroupRow& a, const GroupRow& b) {
    if (a.count != b.count) return a.count > b.count;
    for (size_t i = 0; i < orders.size(); ++i) {
      const int order = compare(orders[i], a.values[i], b.values[i]);
      if (order != 0) return order < 0;
    }
    return false;
  });
  return groups;
}

}  // namespace sluice
