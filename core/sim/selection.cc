#include "sim/selection.h"

#include <algorithm>

namespace sluice::sim {
namespace {

bool has_tag(const Asset& asset, const TagSet& set, size_t item) {
  return std::any_of(asset.tags.begin(), asset.tags.end(), [&](const Tag& tag) {
    return set.ids.empty() ? tag.name == set.names[item] : tag.id == set.ids[item];
  });
}

// "any": at least one of the set; "all": every one of it.
bool matches(const Asset& asset, const TagSet& set) {
  const size_t items = set.ids.size() + set.names.size();
  size_t found = 0;
  for (size_t item = 0; item < items; ++item) found += has_tag(asset, set, item) ? 1 : 0;
  return set.all ? found == items : found > 0;
}

int64_t changed_at(const Detection& detection) {
  return detection.last_update_s != 0 ? detection.last_update_s : detection.last_found_s;
}

}  // namespace

AssetFilter::AssetFilter(const AssetQuery& query, int64_t now_s) : query_(query), since_s_(query.updated_since_s) {
  if (query.max_days) since_s_ = now_s - *query.max_days * 86400;
}

bool AssetFilter::keeps_os(const Asset& asset) {
  if (!query_.os_pattern) return true;
  const OsPattern::Outcome outcome = too_costly_ ? OsPattern::Outcome::kTooCostly : query_.os_pattern->match(asset.os);
  too_costly_ = outcome == OsPattern::Outcome::kTooCostly;
  return outcome == OsPattern::Outcome::kMatch;
}

bool AssetFilter::keeps(const Asset& asset) {
  if (query_.ids && !query_.ids->contains(asset.id)) return false;
  if (std::find(query_.statuses.begin(), query_.statuses.end(), asset.status) == query_.statuses.end()) return false;
  if (!query_.include.empty() && !matches(asset, query_.include)) return false;
  if (!query_.exclude.empty() && matches(asset, query_.exclude)) return false;
  if (!keeps_os(asset)) return false;
  return !query_.filters_detections() || std::any_of(asset.detections.begin(), asset.detections.end(),
                                                     [this](const Detection& detection) { return keeps(detection); });
}

bool AssetFilter::keeps(const Detection& detection) const {
  if (query_.qids && !query_.qids->contains(detection.qid)) return false;
  if (query_.severities && !query_.severities->contains(detection.severity)) return false;
  if (since_s_ && changed_at(detection) < *since_s_) return false;
  return !query_.updated_before_s || changed_at(detection) < *query_.updated_before_s;
}

Selection select_assets(const Dataset& dataset, const AssetQuery& query, AssetFilter& filter,
                        const std::function<bool(const Asset&)>& visible, bool sparse) {
  const auto limit = static_cast<size_t>(query.truncation_limit);
  Selection selection;
  size_t processed = 0;
  auto at = std::lower_bound(dataset.assets.begin(), dataset.assets.end(), query.id_min,
                             [](const Asset& asset, int64_t id) { return asset.id < id; });
  for (; at != dataset.assets.end() && !filter.too_costly(); ++at) {
    if (!visible(*at)) continue;
    const bool kept = (!sparse || processed < limit) && filter.keeps(*at);
    if (!kept && !sparse) continue;
    if (processed == limit) {
      selection.next_id = at->id;
      return selection;
    }
    ++processed;
    if (kept) selection.assets.push_back(&*at);
  }
  return selection;
}

}  // namespace sluice::sim
