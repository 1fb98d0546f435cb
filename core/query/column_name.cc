#include "query/column_name.h"

#include "base/text.h"
#include "query/text_match.h"

namespace sluice {
namespace {

constexpr size_t kQuotedNameBytesMax = 80;  // of a name that is repeated in a message

}  // namespace

bool is_own_column(const Table& table, ColumnId column) { return &table.pool_of(column) == &table.pool(); }

std::optional<ColumnId> resolve_column(const Table& table, std::string_view name) {
  if (const auto column = table.find_column(name)) return column;
  const Table* parent = table.parent();
  if (parent == nullptr || !parent->find_column(name)) return std::nullopt;
  for (ColumnId id = 0; id < table.column_count(); ++id) {
    if (is_own_column(table, id)) continue;
    const std::string flat = table.column(id).name;
    const size_t dot = flat.find('.');
    if (dot != std::string::npos && equals_ignoring_case(std::string_view(flat).substr(dot + 1), name)) return id;
  }
  return std::nullopt;
}

std::string unknown_column_message(const Table& table, std::string_view name) {
  std::vector<std::string> names;
  for (ColumnId id = 0; id < table.column_count(); ++id) names.push_back(table.column(id).name);
  std::string message = "There is no column \"" + shorten(name, kQuotedNameBytesMax) + "\".";
  const std::string nearest = nearest_name(name, names);
  if (!nearest.empty()) message += " Did you mean \"" + nearest + "\"?";
  return message;
}

}  // namespace sluice
