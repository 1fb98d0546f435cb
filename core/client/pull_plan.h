// What a pull was asked to do, checked and turned into what will be sent: the source's path, the parameters in the
// order in which they go out, and what is known of the answers. Made once, before anything is sent, so that every
// mistake of a request is told while nothing has happened yet.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/parameter.h"
#include "api/source.h"
#include "base/result.h"
#include "decode/decoder.h"
#include "decode/ot_record.h"
#include "flow/id_batches.h"
#include "http/url.h"

namespace sluice {

struct PullRequest {
  std::string source = "mobile.assets";
  ParameterValues parameters;
  ParameterValues extra;                 // undocumented ones, sent as they are, with a warning in the manifest
  std::optional<int64_t> page_size;      // none: "auto", found out for Mobile (flow/page_sizer.h); 100 for OT
  int concurrency = 1;
  std::optional<int> reserve_calls;      // none: 10 % of the limit
  std::string path;                      // Mobile; "" : /sem/v1/assetList
  std::string api_version;               // OT; "" : 1.0
  bool keep = false;                     // journal the run (poll_journal)
  bool since_last = false;               // Mobile: only what changed since the last complete run of the same request
};

struct PullPlan {
  std::string run_id;
  std::string source = "mobile.assets";
  std::string gateway;   // normalized base
  std::string path;
  std::string subject;
  std::string version;
  ParameterValues parameters;  // as sent, the engine's included
  uint64_t page_size = 0;     // of the first page, and of all where it is not found out
  bool page_size_is_auto = false;
  std::optional<uint64_t> expected;  // records, where the last complete run of the same request tells
  std::vector<IdBatch> id_batches;  // of a list of ids that is too long for one address; else none
  int concurrency = 1;   // calls at once that were asked for; the gateway's limit may be lower
  std::optional<int> reserve_calls;
  bool keep = false;
  DecodeLimits decode_limits;
  std::vector<std::string> warnings;  // for the manifest

  const Source& origin() const { return *find_source(source); }
};

// Fills source, gateway, path, parameters, page_size, reserve_calls and warnings. Code invalid_parameter, worded as the
// gateway's own refusals.
Result<PullPlan> plan_pull(const PullRequest& request, const std::string& gateway);

// The batches of `ids` in which its calls must be made: none when all fit into one address. Code invalid_parameter when
// they do not fit, and cannot be made to.
Result<std::vector<IdBatch>> batches_of(const PullPlan& plan);

// How many bytes a list of ids may have in the address of such a call; 0: none at all.
size_t room_for_ids(const PullPlan& plan);

// What is known of an OT source's answers (api/ot_api.h).
RecordRules record_rules(const Source& source);

// The first page's query.
Query query_of(const ParameterValues& parameters);

}  // namespace sluice
