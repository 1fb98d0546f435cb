#include "query/json_value.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "base/text.h"
#include "query/column_name.h"

namespace sluice {
namespace {

using Json = nlohmann::json;

constexpr size_t kNestingMax = 200;  // of a cell; what lies deeper is not looked at

// Follows the parser through the text. A level is how many pieces of the path have led here, or that none did.
class Walker {
 public:
  Walker(std::string_view path, const std::function<bool(std::string_view)>& holds)
      : pieces_(split(path, '.')), holds_(holds) {}

  bool found() const { return found_; }

  bool null() { return true; }
  bool boolean(bool value) { return scalar(value ? "true" : "false"); }
  bool number_integer(Json::number_integer_t value) { return scalar(std::to_string(value)); }
  bool number_unsigned(Json::number_unsigned_t value) { return scalar(std::to_string(value)); }
  bool number_float(Json::number_float_t /*rounded*/, const std::string& spelled) { return scalar(spelled); }
  bool string(std::string& value) { return scalar(value); }
  bool binary(Json::binary_t& /*bytes*/) { return false; }
  bool start_object(size_t /*unknown*/) { return enter(true); }
  bool start_array(size_t /*unknown*/) { return enter(false); }
  bool end_object() { return leave_level(); }
  bool end_array() { return leave_level(); }
  bool key(std::string& name) {
    const int level = levels_.back().level;
    const bool matches = level != kNowhere && static_cast<size_t>(level) < pieces_.size() &&
                         equals_ignoring_case(pieces_[static_cast<size_t>(level)], name);
    here_ = matches ? level + 1 : kNowhere;
    return true;
  }
  bool parse_error(size_t /*position*/, const std::string& /*token*/, const nlohmann::detail::exception& /*why*/) {
    return false;
  }

 private:
  static constexpr int kNowhere = -1;
  struct Level {
    bool object;
    int level;
  };

  // Of the value that begins now: what its name has led to, or the list's own.
  int level_of_value() const { return levels_.empty() || levels_.back().object ? here_ : levels_.back().level; }
  bool scalar(std::string_view text) {
    if (level_of_value() == static_cast<int>(pieces_.size()) && holds_(text)) found_ = true;
    return !found_;
  }
  bool enter(bool object) {
    if (levels_.size() >= kNestingMax) return false;
    levels_.push_back({object, level_of_value()});
    return true;
  }
  bool leave_level() {
    levels_.pop_back();
    return true;
  }

  std::vector<std::string_view> pieces_;
  const std::function<bool(std::string_view)>& holds_;
  std::vector<Level> levels_;
  int here_ = 0;
  bool found_ = false;
};

}  // namespace

bool any_json_value(std::string_view json, std::string_view path, const std::function<bool(std::string_view)>& holds) {
  Walker walker(path, holds);
  Json::sax_parse(json, &walker);
  return walker.found();
}

std::optional<JsonColumnPath> resolve_json_path(const Table& table, std::string_view name) {
  for (size_t dot = name.rfind('.'); dot != std::string_view::npos && dot > 0; dot = name.rfind('.', dot - 1)) {
    const std::optional<ColumnId> column = resolve_column(table, name.substr(0, dot));
    if (column && table.column(*column).type == ColumnType::kJson && dot + 1 < name.size()) {
      return JsonColumnPath{*column, std::string(name.substr(dot + 1))};
    }
  }
  return std::nullopt;
}

}  // namespace sluice
