// Everything about one OT record. Its fields are not documented, so the record itself gives the order: dotted paths
// are grouped by their first part, long texts take the whole width, arrays and objects are set out as JSON in the
// monospaced face.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/source.h"
#include "table/store.h"
#include "ui/detail.h"
#include "ui/fact_box.h"
#include "ui/text_view.h"

namespace sluice::ui {

inline constexpr size_t kMissingNamedMax = 16;   // columns that this record does not have, by name

class RecordDetail {
 public:
  void show(RowId row);
  void forget();
  bool empty() const { return !row_; }

  // `table`: the main one of `source`; null when there is none.
  DetailEvents draw(Frame& frame, Rect box, const Source& source, const Table* table, bool back);

 private:
  struct Json {
    Fact fact;
    TextView view;
  };
  struct Group {
    std::string title;            // "" for what has no first part
    std::vector<Fact> facts;
    std::vector<Json> json;
  };

  void read(const Source& source, const Table& table);
  Group& group_of(const std::string& path);
  float draw_group(Frame& frame, Group& group, const Table& table, float x, float width, float y, float room);
  float draw_json(Frame& frame, Json& json, float x, float width, float y, float room);

  std::optional<RowId> row_;
  std::optional<RowId> read_row_;       // what the members below tell of
  const Table* read_table_ = nullptr;
  ColumnId read_columns_ = 0;
  std::string title_;
  std::string under_;
  std::vector<Group> groups_;
  std::string missing_;
};

}  // namespace sluice::ui
