// The arguments of a scripting call, read from JSON. A member that is absent, null or of another type is simply not
// there; where that matters the reader says so in words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "client/client.h"
#include "client/export_job.h"
#include "script_task.h"

namespace sluice {

// Code invalid_parameter, for all that give a Result.
Result<PullRequest> read_pull(std::string_view json);
// What pull() wants beside the request. A checkpoint comes as the number that the page gave its Blob.
struct PullArguments {
  std::optional<bool> keep;      // none: as the user has answered
  std::string resume;            // a run id; "" for none
  std::optional<int> checkpoint;

  bool resumes() const { return !resume.empty() || checkpoint; }
};
Result<PullArguments> read_pull_arguments(std::string_view json);
Result<SignInRequest> read_sign_in(std::string_view json);  // without the secrets
Question read_question(std::string_view json);      // table, filter and sort alone
Result<RowsRequest> read_rows(std::string_view json);
GroupRequest read_group(std::string_view json);
ExportRequest read_export(std::string_view json);
std::string read_source(std::string_view json);     // of parameters(source)

// What recipe() wants beside what is pulled.
struct RecipeArguments {
  std::optional<std::string> gateway;  // as in signIn; none: that of the session
  std::string filter;
  std::string origin;                  // of the page
};
RecipeArguments read_recipe(std::string_view json);
std::string read_text(std::string_view json);       // of parseCurl(text)

// verify() comes in three steps, for the page reads the file: begin, pieces of the file, end.
struct VerifyArguments {
  std::string manifest;  // its JSON text; of the first step
  int64_t job = 0;       // of the others, as the first one answered
  bool file = false;     // of the last: whether there was one
};
VerifyArguments read_verify(std::string_view json);

}  // namespace sluice
