// The values of the scripting interface as JSON text, spelled as page-api.md spells them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/parameter.h"
#include "api/recipe.h"
#include "base/result.h"
#include "client/client.h"
#include "client/export_job.h"
#include "client/verify.h"
#include "platform/frame_stats.h"
#include "query/filter.h"
#include "query/group.h"
#include "table/table.h"

namespace sluice {

// Answers, as platform/bridge.h wants them.
std::string value_answer(std::string_view json);
std::string error_answer(const Error& error);
std::string ticket_answer(int ticket);

std::string json_text(std::string_view text);
std::string session_json(const SessionStatus& session);
std::string run_json(const RunStatus& run, Instant now);
std::string status_json(const Client& client, Instant now, const platform::FrameStats& frames, size_t heap_bytes);
std::string requests_json(const std::deque<RequestLogEntry>& requests);
std::string platforms_json();
std::string parameters_json(const std::vector<Parameter>& catalogue);
std::string forecast_json(const RunForecast& forecast);
std::string recipe_json(const Recipe& recipe);
// As pull() takes it, but for the gateway and the note; source is null for a line that signs in.
std::string pasted_call_json(const PastedCall& call);
std::string columns_json(const Table& table);
std::string filter_error_json(const std::optional<FilterError>& error);  // null when there is none
// {name, type, manifest}: what the page makes a Blob's properties of.
std::string export_answer_json(const ExportJob& job);
std::string verdict_json(const Verdict& verdict);
// One row of group(): the values under their columns' names, count, and distinct when it was asked for.
void append_group_json(std::string& out, const Table& table, const std::vector<ColumnId>& by, const GroupRow& group,
                       bool with_distinct);

}  // namespace sluice
