// How a column is called and how its cells look on the screen: severity with its digit, word and five steps, statuses
// as a word with a small shape, dates in UTC, numbers with separated thousands, a muted dash for what is missing. The
// values themselves are never changed: copies and exports take them from the table.
#pragma once

#include <string>
#include <string_view>

#include "base/time.h"
#include "table/table.h"
#include "ui/controls.h"

namespace sluice::ui {

enum class CellLook { kText, kNumber, kId, kDate, kSeverity, kStatus, kFirstLine, kBool, kReal, kJson };

// Whose names a table's columns bear: those of the Mobile API, or the dotted paths of OT records.
enum class Naming { kAssets, kDetections, kRecords };

// "asset_friendly_name" -> "Friendly name"; an unknown "BATTERY_LEVEL" -> "Battery level"; of records
// "hardware.deviceType" -> "Hardware device type".
std::string column_label(std::string_view name, Naming naming = Naming::kDetections);
CellLook cell_look(const ColumnInfo& column, Naming naming = Naming::kDetections);
Align cell_align(CellLook look);
float default_width(const ColumnInfo& column, Naming naming = Naming::kDetections);

// "4 Critical"; the text itself where it is no severity.
std::string_view severity_word(int64_t severity);  // "" outside 1..5
// 1..5 of a severity cell, else 0.
int severity_of(const Cell& cell);

// One line for the screen; "" when missing.
std::string shown_text(CellLook look, const Cell& cell, const StringPool& pool);
// Draws the cell into the box; `strong` is the colour of ordinary text there. True when something was cut off.
bool draw_cell(const Frame& frame, CellLook look, const Cell& cell, const StringPool& pool, Rect box, Colour strong);
float shown_width(const Frame& frame, CellLook look, const Cell& cell, const StringPool& pool);

// "3 d 4 h ago", "in 20 min", "" when the wall clock is not known.
std::string age_text(WallTime now, int64_t unix_seconds);
// "12:41", UTC.
std::string clock_text(WallTime time);
// Whole seconds: "58 s", "1 min", "34 min 10 s", "2 h 14 min", "3 d 4 h".
std::string span_text(int64_t seconds);
// "4.2 MB/s"
std::string rate_text(uint64_t bytes, Duration during);
// "1 asset", "12,482 assets"
std::string count_text(uint64_t n, std::string_view one, std::string_view many);

// The little bar of five steps.
inline constexpr float kSeverityBarWidth = 5 * 5 + 4 * 2;
void draw_severity_bar(const Frame& frame, int severity, ImVec2 pos, float height);
// The shape beside a status word, about 10 px wide; nothing for a word that is not documented.
void draw_status_shape(const Frame& frame, std::string_view status, ImVec2 centre);

}  // namespace sluice::ui
