#include "client/pull_increment.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/date.h"
#include "decode/decoder.h"

namespace sluice {
namespace {

constexpr std::string_view kSinceName = "detection_updated_since";
constexpr std::array<std::string_view, 3> kTimeNames = {kSinceName, "detection_updated_before",
                                                        "max_days_since_detection_updated"};
constexpr std::string_view kTagPrefix = "tag_";

Error invalid(std::string message) { return {"invalid_parameter", std::move(message)}; }

void set_value(ParameterValues& values, std::string_view name, std::string value) {
  for (auto& [known, text] : values) {
    if (known == name) {
      text = std::move(value);
      return;
    }
  }
  values.emplace_back(name, std::move(value));
}

// Assets are chosen by tag or by id, not by both (api-reference.md 6.2, use_tags). Which of them bear the tags is
// known when they are asked for by id.
ParameterValues without_tag_choice(const ParameterValues& values) {
  ParameterValues rest;
  for (const auto& [name, value] : values) {
    const bool chooses = name == "use_tags" || name.compare(0, kTagPrefix.size(), kTagPrefix) == 0;
    if (!chooses) rest.emplace_back(name, value);
  }
  return rest;
}

// "190-193,512"
std::string list_of(const std::vector<int64_t>& ids) {
  std::string list;
  for (size_t i = 0; i < ids.size();) {
    size_t end = i + 1;
    while (end < ids.size() && ids[end] == ids[end - 1] + 1) ++end;
    if (!list.empty()) list += ',';
    list += std::to_string(ids[i]);
    if (end - i > 1) list += '-' + std::to_string(ids[end - 1]);
    i = end;
  }
  return list;
}

}  // namespace

std::optional<std::string> since_of(std::string_view first_server_time) {
  const std::optional<WallTime> time = parse_datetime(first_server_time);
  if (!time) return std::nullopt;
  return iso_datetime((*time - kSinceOverlap).unix_seconds());
}

std::optional<IncrementFrom> increment_from(const Manifest& manifest, RunState ended_as) {
  const std::optional<ManifestBase>& base = manifest.base;
  if (ended_as != RunState::kComplete) {
    if (!base) return std::nullopt;
    return IncrementFrom{base->run_id, base->whole_started_at, base->since};
  }
  std::optional<std::string> since = since_of(manifest.first_server_time);
  if (!since) return std::nullopt;
  return IncrementFrom{manifest.run_id, base && !base->everything ? base->whole_started_at : manifest.started_at,
                       std::move(*since)};
}

Result<void> check_incremental(const Source& source, const ParameterValues& given) {
  if (source.api != Api::kMobile) {
    return invalid("parameter since has invalid value: last (" + std::string(source.id) +
                   " cannot be asked for what has changed; pull all of it)");
  }
  for (const std::string_view name : kTimeNames) {
    if (!find_value(given, name)) continue;
    return invalid("Please specify only one of these parameters: since, " + std::string(name) +
                   ". Both choose detections by when they were updated.");
  }
  return {};
}

PullIncrement::PullIncrement(IncrementFrom from, AssetStore& base)
    : store_(base),
      base_end_(base.assets().row_end()),
      named_store_(std::make_unique<AssetStore>(mobile_asset_columns(), mobile_detection_columns())) {
  base_.run_id = std::move(from.run_id);
  base_.whole_started_at = std::move(from.whole_started_at);
  base_.since = std::move(from.since);
  base_.assets = base.assets().live_count();
  base_.detections = base.detections().live_count();
  base.set_base();
}

ParameterValues PullIncrement::naming_parameters(const ParameterValues& whole) const {
  ParameterValues values = whole;
  set_value(values, kSinceName, base_.since);
  set_value(values, "show_results", "0");
  return values;
}

void PullIncrement::note_named(RowId from) {
  const Table& assets = named_store_->assets();
  for (RowId row = from; row < assets.row_end(); ++row) {
    if (named_.size() <= kNamedAssetsMax) named_.push_back(assets.asset_key(row));
  }
}

void PullIncrement::begin_fetching(const PullPlan& plan) {
  named_store_.reset();
  std::sort(named_.begin(), named_.end());
  named_.erase(std::unique(named_.begin(), named_.end()), named_.end());
  base_.named = named_.size();
  parameters_ = plan.parameters;
  if (named_.empty()) return;
  const bool many = named_.size() > kNamedAssetsMax || named_.size() > base_.assets / 2;
  if (!many) choose_named(plan);
  if (batches_.empty()) fetch_everything(plan);
}

void PullIncrement::fetch_everything(const PullPlan& plan) {
  base_.everything = true;
  parameters_ = plan.parameters;
  batches_ = plan.id_batches;
}

// No batches when the address has no room for ids.
void PullIncrement::choose_named(PullPlan plan) {
  plan.parameters = without_tag_choice(plan.parameters);
  set_value(plan.parameters, "ids", "");
  batches_ = id_batches(list_of(named_), room_for_ids(plan));
  if (batches_.empty()) return;
  parameters_ = std::move(plan.parameters);
  set_value(parameters_, "ids", batches_.front().ids);
}

void PullIncrement::drop_gone() {
  if (base_.everything) {
    for (RowId row = 0; row < base_end_; ++row) drop(row);
    return;
  }
  for (const int64_t id : named_) {
    const RowId row = store_.row_of(id);
    if (row != AssetStore::kNoRow && row < base_end_) drop(row);
  }
}

void PullIncrement::drop(RowId row) {
  if (!store_.assets().live(row)) return;
  if (base_.gone.size() < kManifestGoneMax) base_.gone.push_back(store_.assets().asset_key(row));
  ++base_.gone_count;
  store_.remove(row);
}

}  // namespace sluice
