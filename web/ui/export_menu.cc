#include "ui/export_menu.h"

#include "ui/cell_format.h"

namespace sluice::ui {
namespace {

constexpr float kMenuWidth = 272;

std::string title(uint64_t rows) { return "Export " + count_text(rows, "row", "rows"); }

Button button_of(const std::string& label, uint64_t rows, bool icon_only) {
  Button button{"export.menu", icon_only ? std::string_view() : std::string_view(label)};
  button.icon = Icon::kDownload;
  button.enabled = rows > 0;
  button.name = label;
  button.tip = rows > 0 ? "Save what the table shows as a file (Ctrl+E)" : "There are no rows to export";
  return button;
}

}  // namespace

float ExportMenu::width(const Frame& frame, uint64_t rows, bool icon_only) {
  const std::string label = title(rows);
  return button_width(frame, button_of(label, rows, icon_only));
}

std::optional<ExportChoice> ExportMenu::draw(Frame& frame, Rect box, uint64_t rows, bool partial, bool icon_only) {
  const std::string label = title(rows);
  if (draw_button(frame, button_of(label, rows, icon_only), box) || (open_ && rows > 0)) open_menu("export");
  open_ = false;
  std::optional<ExportChoice> choice;
  if (!begin_menu(frame, "export", box, kMenuWidth)) return choice;
  draw_menu_title(frame, partial ? label + ", marked PARTIAL" : label, kMenuWidth);
  struct Format {
    const char* id;
    std::string_view label;
    std::string_view format;
    std::string_view note;
  };
  constexpr Format kFormats[] = {{"export.csv", "CSV", "csv", "spreadsheets"},
                                 {"export.ndjson", "NDJSON", "ndjson", "one object a line"},
                                 {"export.json", "JSON", "json", "one array"}};
  for (const Format& format : kFormats) {
    MenuItem item{format.id, format.label};
    item.key = format.note;
    if (draw_menu_item(frame, item, kMenuWidth)) {
      choice = ExportChoice{std::string(format.format), all_columns_, excel_safe_};
    }
  }
  draw_menu_line(frame, kMenuWidth);
  MenuItem columns{"export.all_columns", "All columns, hidden ones too"};
  columns.checkable = true;
  columns.checked = all_columns_;
  columns.keep_open = true;
  if (draw_menu_item(frame, columns, kMenuWidth)) all_columns_ = !all_columns_;
  MenuItem safe{"export.excel_safe", "CSV safe for Excel"};
  safe.checkable = true;
  safe.checked = excel_safe_;
  safe.keep_open = true;
  if (draw_menu_item(frame, safe, kMenuWidth)) excel_safe_ = !excel_safe_;
  tip(frame, "Adds a byte order mark, keeps cells that begin with = + - @ from being read as formulas, and marks cells "
             "that Excel would cut.");
  end_menu();
  return choice;
}

}  // namespace sluice::ui
