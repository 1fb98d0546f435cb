// What the panels look at and what they ask for. A Model is filled anew for every frame from the client and the page;
// it holds references and plain values and owns nothing, so a test makes any state of the world with a few
// assignments. Intents are what the user asked for during one draw(); the app applies them after the frame, through
// the same commands as the scripting interface. Intents that concern the panels alone (tabs, filters, selection, the
// help overlay) never leave the Ui.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/source.h"
#include "base/time.h"
#include "client/client.h"
#include "client/event.h"
#include "client/manifest.h"
#include "client/run_summary.h"
#include "table/store.h"

namespace sluice::ui {

enum class Theme { kDark, kLight };

// An export that the app is writing.
struct ExportStatus {
  std::string name;           // the file's
  uint64_t rows_written = 0;
  uint64_t rows_total = 0;
};

// One source with what its last run has brought; pulling another one leaves it as it is.
struct SourceView {
  const Source* source = nullptr;           // never null in a model
  std::shared_ptr<const Store> store;       // null before the first run
  RunStatus run;                            // the current or last one; idle when there was none
  const Manifest* manifest = nullptr;       // of a run that is over; null otherwise
};

struct Model {
  Instant now;                // of this frame; everything that moves with time is drawn from it
  WallTime wall;              // 0: unknown, then no ages and no times of day are shown
  Theme theme = Theme::kDark;
  std::string version;        // "0.1.0", shown in the help overlay
  bool touch = false;         // the last pointer was a finger: larger targets

  SessionStatus session;
  std::string gateway_label;  // what the user knows the gateway by: "rehearsal", "US1", "this site", an address
  std::string gateway;        // as a recipe names it: "rehearsal", "US1", "", an address
  std::string gateway_base;   // the address that curl can ask; "" when there is none
  std::string page_address;   // of this page, without what stands after the #; "" when there is none
  std::string feed;           // the notification feed's address that the user has set; "" when there is none

  RunStatus run;              // the current or last one, of whichever source
  BudgetStatus budget;
  std::optional<RunForecast> plan;          // of the request that is shown; none when nobody is signed in
  std::vector<SourceView> sources;          // as sources() has them; a table keeps its store until it sees another
  const std::deque<RequestLogEntry>* requests = nullptr;
  uint64_t requests_version = 0;

  std::vector<ExportStatus> exports;        // those in progress

  std::optional<bool> keep;                 // whether runs are kept in this browser; none: the user was not asked yet
  bool keeps_nothing = false;               // the browser gives this page no storage
  const std::vector<RunSummary>* kept = nullptr;  // the newest first; null: not known yet
  bool resuming = false;                    // a kept run is being read
};

// The view of a source; an idle one where the model has none.
const SourceView& view_of(const Model& model, const Source& source);
// How many rows a run has brought to the main table of its source.
uint64_t rows_of(const RunStatus& run, const Source& source);
// What a run pulls; the first source when it does not say.
const Source& source_of(const RunStatus& run);

struct ExportIntent {
  std::string table;                   // as page-api.md calls it
  std::string format;                  // "csv" | "ndjson" | "json"
  std::string filter;
  std::vector<std::string> columns;    // empty: all
  std::vector<std::string> sort;       // as parse_sort() reads them; the order on the screen
  bool excel_safe = false;
};

struct Intents {
  std::optional<std::string> open_sign_in;  // the gateway to preselect ("rehearsal"), or "" for the last one
  bool sign_out = false;
  std::optional<PullRequest> pull;          // values already checked one by one
  bool pause = false;
  bool unpause = false;
  bool stop = false;
  std::optional<ExportIntent> export_rows;
  std::optional<std::string> cancel_export;  // ExportStatus::name
  std::optional<Theme> set_theme;
  std::optional<std::string> set_feed;       // Model::feed
  std::optional<bool> set_keep;              // Model::keep
  bool list_kept = false;                    // look again which runs are kept
  std::optional<std::string> resume_run;     // RunSummary::id; so below
  std::optional<std::string> download_run;   // as a checkpoint
  std::optional<std::string> forget_run;
  bool open_checkpoint = false;              // let the user choose a file
  std::optional<std::string> open_link;      // an http(s) address, in a new tab
  // Text is copied through ImGui::SetClipboardText() during draw(), for a key press and a menu item alike: the
  // platform's clipboard hook sees both.

  bool any() const {
    return open_sign_in || sign_out || pull || pause || unpause || stop || export_rows || cancel_export || set_theme ||
           set_feed || open_link || set_keep || list_kept || resume_run || download_run || forget_run ||
           open_checkpoint;
  }
};

}  // namespace sluice::ui
