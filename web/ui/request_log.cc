#include "ui/request_log.h"

#include <algorithm>

#include "base/date.h"
#include "base/number.h"
#include "ui/cell_format.h"

namespace sluice::ui {
namespace {

enum Column : size_t { kAt, kMethod, kStatus, kBytes, kMs, kWaited, kReason, kUrl };

GridColumn column(std::string_view name, std::string_view label, float width, Align align, std::string_view about) {
  GridColumn c;
  c.name = name;
  c.label = label;
  c.width = width;
  c.align = align;
  c.tip = about;
  return c;
}

constexpr float kEntryHead = 34;
constexpr float kEntryShare = 0.45f;   // of the tab, at most

// All that was noted of a call.
std::string note_of(const RequestLogEntry& e) {
  return e.note.empty() ? e.reason : e.reason + (e.reason.empty() ? "" : ": ") + e.note;
}

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::string status_text(const RequestLogEntry& e) {
  if (e.ms < 0) return "on its way";
  return e.status == 0 ? "no answer" : std::to_string(e.status);
}

}  // namespace

class RequestLog::Source final : public GridSource {
 public:
  Source(const std::deque<RequestLogEntry>& entries, const std::vector<RowId>& rows, uint64_t version)
      : entries_(entries), rows_(rows), version_(version) {}

  const std::vector<RowId>& rows() const override { return rows_; }
  uint64_t version() const override { return version_; }
  RowId row_end() const override { return static_cast<RowId>(entries_.size()); }
  std::optional<RowId> successor(RowId row) const override { return row; }
  bool sortable() const override { return false; }

  bool draw(Frame& frame, RowId row, size_t column, Rect box, Colour strong) const override {
    const Palette& p = frame.palette;
    const RequestLogEntry& e = entries_[row];
    const std::string text = shown(e, column);
    if (text.empty()) return draw_text_in(frame, Face::kText, box, p.muted, "–", align(column));
    Colour colour = strong;
    if (column == kStatus) {
      if (e.ms < 0) colour = p.accent;
      if (e.ms >= 0 && (e.status == 0 || e.status >= 400)) colour = e.status == 409 || e.status == 429 ? p.warn : p.bad;
    }
    return draw_text_in(frame, column == kUrl ? Face::kMono : Face::kText, box, colour, text, align(column));
  }
  float width(const Frame& frame, RowId row, size_t column) const override {
    return text_width(frame, column == kUrl ? Face::kMono : Face::kText, shown(entries_[row], column));
  }
  std::string text(RowId row, size_t column) const override { return shown(entries_[row], column); }
  std::string tip(const Frame&, RowId row, size_t column, bool cut) const override {
    if (column == kReason && (cut || entries_[row].note.find('\n') != std::string::npos)) return note_of(entries_[row]);
    return cut ? shown(entries_[row], column) : std::string();
  }

 private:
  static Align align(size_t column) {
    return column == kBytes || column == kMs || column == kWaited ? Align::kRight : Align::kLeft;
  }
  static std::string shown(const RequestLogEntry& e, size_t column) {
    switch (column) {
      case kAt: return e.at.us == 0 ? "" : iso_datetime(e.at.unix_seconds()).substr(11, 8);
      case kMethod: return e.method;
      case kStatus: return status_text(e);
      case kBytes: return e.ms < 0 ? "" : human_bytes(e.bytes);
      case kMs: return e.ms < 0 ? "" : with_thousands(e.ms);
      case kWaited: return e.waited_ms <= 0 ? "" : human_duration_ms(e.waited_ms);
      case kUrl: return e.url;
      default: return one_line(note_of(e));
    }
  }

  const std::deque<RequestLogEntry>& entries_;
  const std::vector<RowId>& rows_;
  uint64_t version_;
};

RequestLog::RequestLog() : grid_("table.requests") {
  grid_.set_columns({column("at", "At (UTC)", 76, Align::kLeft, "When the call was sent"),
                     column("method", "Method", 62, Align::kLeft, "HTTP method"),
                     column("status", "Status", 80, Align::kLeft, "HTTP status of the answer"),
                     column("bytes", "Bytes", 78, Align::kRight, "Size of the answer's body"),
                     column("ms", "ms", 58, Align::kRight, "From sending to the end of the body"),
                     column("waited", "Waited", 80, Align::kRight, "How long the call was held back for a limit"),
                     column("reason", "Reason", 120, Align::kLeft, "Why the call was made, and what went wrong"),
                     column("url", "URL", 250, Align::kLeft, "Secrets are masked")});
}

void RequestLog::draw(Frame& frame, Rect box) {
  const auto* entries = frame.model.requests;
  if (entries == nullptr || entries->empty()) {
    const Rect line{box.x + kGap4, box.y + kGap5, box.w - 2 * kGap4, 24};
    draw_text_in(frame, Face::kText, line, frame.palette.muted,
                 "No call has been made yet. Each one will stand here with its answer.");
    return;
  }
  if (version_ != frame.model.requests_version || rows_.size() != entries->size()) {
    version_ = frame.model.requests_version;
    rows_.clear();
    for (size_t i = entries->size(); i > 0; --i) rows_.push_back(static_cast<RowId>(i - 1));
    ++rows_version_;
  }
  const std::optional<RowId> chosen = grid_.cursor_row();
  const bool open = entry_open_ && chosen && *chosen < entries->size();
  const float room = open ? entry_height(frame, (*entries)[*chosen], box.w, box.h) : 0;
  const GridEvents events =
      grid_.draw(frame, Source(*entries, rows_, rows_version_), Rect{box.x, box.y, box.w, box.h - room}, no_sort_);
  if (open) draw_entry(frame, (*entries)[*chosen], Rect{box.x, box.y + box.h - room, box.w, room});
  if (grid_.cursor_row() != chosen || events.opened) {
    entry_open_ = true;
    frame.again = true;
  }
}

float RequestLog::entry_height(const Frame& frame, const RequestLogEntry& e, float width, float room) const {
  const float w = width - 2 * kGap4;
  float h = kEntryHead + draw_wrapped(frame, Face::kMono, ImVec2(), w, 0, e.url, false) + kGap3;
  const std::string note = note_of(e);
  if (!note.empty()) h += draw_wrapped(frame, Face::kText, ImVec2(), w, 0, note, false) + kGap2;
  return std::min(h, std::max(room * kEntryShare, 80.0f));
}

void RequestLog::draw_entry(Frame& frame, const RequestLogEntry& e, Rect box) {
  const Palette& p = frame.palette;
  fill(box, p.panel);
  hline(box.x, box.x + box.w, box.y, p.line);
  const float x = box.x + kGap4;
  const float width = box.w - 2 * kGap4;
  std::string head = e.method + " · " + status_text(e);
  if (e.ms >= 0) head += " · " + with_thousands(e.ms) + " ms";
  draw_text_in(frame, Face::kText, Rect{x, box.y, width - 120, kEntryHead}, p.text, head);
  Button close{"request_entry.close", ""};
  close.icon = Icon::kClose;
  close.kind = ButtonKind::kQuiet;
  close.name = "Close";
  Button copy{"request_entry.copy", "Copy URL"};
  copy.kind = ButtonKind::kQuiet;
  const float w = button_width(frame, copy);
  const Rect close_box{box.x + box.w - kControlHeight - kGap2, box.y + 4, kControlHeight, kControlHeight};
  if (draw_button(frame, copy, Rect{close_box.x - w, close_box.y, w, kControlHeight})) {
    ImGui::SetClipboardText(e.url.c_str());
    frame.say(MessageKind::kInfo, "Copied the URL.");
  }
  if (draw_button(frame, close, close_box)) {
    entry_open_ = false;
    frame.again = true;
  }
  if (begin_part("request_entry", Rect{box.x, box.y + kEntryHead, box.w, box.h - kEntryHead})) {
    const ImVec2 from = ImGui::GetCursorScreenPos();
    float y = from.y;
    y += draw_wrapped(frame, Face::kMono, ImVec2(x, y), width, p.text, e.url) + kGap1;
    const std::string note = note_of(e);
    const bool wrong = e.ms >= 0 && (e.status == 0 || e.status >= 400);
    y += draw_wrapped(frame, Face::kText, ImVec2(x, y), width, wrong ? p.warn : p.muted, note);
    frame.log.add("request_entry.note", note, "status", visible_part(Rect{x, from.y, width, y - from.y})).value = e.url;
    ImGui::SetCursorScreenPos(from);
    ImGui::Dummy(ImVec2(1, y - from.y + kGap2));
  }
  end_part();
}

}  // namespace sluice::ui
