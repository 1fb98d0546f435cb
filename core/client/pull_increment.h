// A pull of only what has changed since an earlier, complete run of the same request. The rows of that run are in the
// tables already; this one asks twice:
//
//   naming     which assets have a detection that was updated since then (detection_updated_since, api-reference.md
//              6.2)? Their page tells no more than their changed detections, so it goes into a table of its own
//   fetching   those assets once more, whole, by their ids: each replaces its earlier copy. Where more than half of all
//              assets have changed, everything is fetched again instead
//
// What is there afterwards is what a pull of everything would have brought, but for assets of which no detection was
// updated: what else has changed of them, or whether they are gone, the gateway was not asked.
//
// There is no detection_updated_before: an asset that changes again while the run goes on would fall out of the list,
// and the run would miss it altogether.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/parameter.h"
#include "base/result.h"
#include "base/time.h"
#include "client/event.h"
#include "client/manifest.h"
#include "client/pull_plan.h"
#include "flow/id_batches.h"
#include "table/asset_store.h"

namespace sluice {

// Detections that were updated before the base run, but became visible at the gateway only while it went on, are asked
// for again.
inline constexpr Duration kSinceOverlap = Duration::seconds(3600);
// More are not named one by one: everything is fetched.
inline constexpr size_t kNamedAssetsMax = 200000;
inline constexpr size_t kManifestGoneMax = 10000;

// The run that is built upon.
struct IncrementFrom {
  std::string run_id;
  std::string whole_started_at;  // of the last pull of everything
  std::string since;             // detection_updated_since: ISO 8601
};

// The `since` for a run whose first page bore that server time; none when the gateway has not told it.
std::optional<std::string> since_of(std::string_view first_server_time);

// What a run of this manifest that ended so is as a base; none when it does not do. One that has itself pulled only
// what had changed, and did not come to its end, has changed nothing of what its own base was good for.
std::optional<IncrementFrom> increment_from(const Manifest& manifest, RunState ended_as);

// Whether what changed can be asked for in this request at all. Code invalid_parameter.
Result<void> check_incremental(const Source& source, const ParameterValues& given);

class PullIncrement {
 public:
  // `base`: complete, and outlives this.
  PullIncrement(IncrementFrom from, AssetStore& base);

  bool naming() const { return named_store_ != nullptr; }
  AssetStore& named_store() { return *named_store_; }  // while naming()
  ParameterValues naming_parameters(const ParameterValues& whole) const;

  // The rows that have just been committed to named_store(); none is before row `from`.
  void note_named(RowId from);

  // No more come. `plan` is the request's; what is to be asked next is in parameters() and batches().
  void begin_fetching(const PullPlan& plan);
  // Instead: the gateway does not answer for ids as it should.
  void fetch_everything(const PullPlan& plan);
  const ParameterValues& parameters() const { return parameters_; }
  const std::vector<IdBatch>& batches() const { return batches_; }
  bool nothing_changed() const { return named_.empty(); }

  void note_fetched(const Store::Committed& committed) { base_.replaced += committed.renewed; }
  // All of it is in: takes out of the tables what the gateway was asked for and does not have any more.
  void drop_gone();

  const ManifestBase& base() const { return base_; }

 private:
  void choose_named(PullPlan plan);
  void drop(RowId row);

  AssetStore& store_;
  RowId base_end_;
  std::unique_ptr<AssetStore> named_store_;
  std::vector<int64_t> named_;  // ids; ascending once fetching begins
  ParameterValues parameters_;
  std::vector<IdBatch> batches_;
  ManifestBase base_;
};

}  // namespace sluice
