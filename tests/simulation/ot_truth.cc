#include "ot_truth.h"

#include <map>
#include <set>

namespace sluice::sim {
namespace {

using Fields = std::map<std::string, std::string>;

void flatten(const OtValue& value, const std::string& path, Fields& fields) {
  switch (value.kind) {
    case OtValue::Kind::kNull: return;
    case OtValue::Kind::kText:
      fields[path] = value.text;
      return;
    case OtValue::Kind::kObject:
      if (value.items.empty()) fields[path] = "{}";
      for (size_t i = 0; i < value.items.size(); ++i) {
        flatten(value.items[i], path.empty() ? value.names[i] : path + "." + value.names[i], fields);
      }
      return;
    case OtValue::Kind::kList:
      fields[path + ".count"] = std::to_string(value.items.size());
      [[fallthrough]];
    default:
      append_json(fields[path], value);
  }
}

Fields row_fields(const Table& table, RowId row) {
  Fields fields;
  for (ColumnId column = 0; column < table.column_count(); ++column) {
    const Cell cell = table.cell(row, column);
    if (!cell.missing()) fields[table.column(column).name] = cell_text(cell, true);
  }
  return fields;
}

// One line for a set of fields, to compare and to show.
std::string line_of(const Fields& fields) {
  std::string line;
  for (const auto& [name, value] : fields) line += name + "=" + value + "; ";
  return line;
}

}  // namespace

const std::vector<OtRow>& ot_rows(const OtDataset& dataset, std::string_view source) {
  if (source == "ot.detections") return dataset.detections;
  return source == "ot.projectFiles" ? dataset.project_files : dataset.hosts;
}

std::string ot_difference(const std::vector<OtRow>& expected, const Table& table, bool all) {
  std::multiset<std::string> wanted;
  for (const OtRow& row : expected) {
    Fields fields;
    flatten(row.record, "", fields);
    wanted.insert(line_of(fields));
  }
  for (RowId row = 0; row < table.row_end(); ++row) {
    if (!table.live(row)) continue;
    const std::string line = line_of(row_fields(table, row));
    const auto found = wanted.find(line);
    if (found == wanted.end()) return "there is a row that should not be there: " + line;
    wanted.erase(found);
  }
  if (all && !wanted.empty()) return "this is missing: " + *wanted.begin();
  return "";
}

OtList ot_list(std::string_view source) {
  if (source == "ot.detections") return OtList::kDetections;
  return source == "ot.projectFiles" ? OtList::kProjectFiles : OtList::kHosts;
}

std::string ot_living_difference(const LivingInventory::RecordLives& lives, const Table& table, bool all) {
  std::map<std::string, int64_t> known;
  for (const auto& [id, life] : lives) {
    for (const OtValue& state : life.states) {
      Fields fields;
      flatten(state, "", fields);
      known[line_of(fields)] = id;
    }
  }
  std::set<int64_t> seen;
  for (RowId row = 0; row < table.row_end(); ++row) {
    if (!table.live(row)) continue;
    const std::string line = line_of(row_fields(table, row));
    const auto found = known.find(line);
    if (found == known.end()) return "there is a row in no state that a record had: " + line;
    if (!seen.insert(found->second).second) return "record " + std::to_string(found->second) + " is there twice";
  }
  for (const auto& [id, life] : lives) {
    if (all && life.steady && !seen.count(id)) {
      return "record " + std::to_string(id) + ", which stood still, is missing";
    }
  }
  return "";
}

}  // namespace sluice::sim
