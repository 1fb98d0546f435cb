#include "sim/living_inventory.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace sluice::sim {
namespace {

constexpr int64_t kFirstAssetId = 1000;
constexpr int64_t kRoomBehindLastId = 60;
constexpr int kIdTriesMax = 20;
constexpr std::array<std::string_view, 3> kIdNames = {"detectionId", "id", "assetId"};

std::vector<OtRow>& rows_of(OtDataset& dataset, OtList list) {
  if (list == OtList::kHosts) return dataset.hosts;
  return list == OtList::kDetections ? dataset.detections : dataset.project_files;
}

template <typename State, typename Lives>
void begin_life(Lives& lives, int64_t id, const State& state, bool from_the_beginning) {
  Life<State>& life = lives[id];
  life.states.push_back(state);
  life.steady = from_the_beginning;
}

template <typename Lives>
void end_steadiness(Lives& lives, int64_t id) {
  lives[id].steady = false;
}

// An id that nobody has had, somewhere between the first and a little behind the last; 0 when chance finds none.
template <typename Lives>
int64_t free_id(const Lives& lives, Random& random) {
  const int64_t first = lives.empty() ? kFirstAssetId : lives.begin()->first - kRoomBehindLastId;
  const int64_t last = (lives.empty() ? kFirstAssetId : lives.rbegin()->first) + kRoomBehindLastId;
  for (int tries = 0; tries < kIdTriesMax; ++tries) {
    const int64_t id = random.between(std::max<int64_t>(first, 1), last);
    if (lives.count(id) == 0) return id;
  }
  return 0;
}

// What a scan finds at the least.
Detection first_fact(int64_t found_s) {
  Detection fact;
  fact.qid = 610114;
  fact.type = "Information";
  fact.severity = 1;
  fact.status = "New";
  fact.results = "Installed apps seen : 1";
  fact.first_found_s = found_s;
  fact.times_found = 1;
  return fact;
}

void set_field(OtValue& record, std::string_view name, OtValue value) {
  for (size_t i = 0; i < record.names.size(); ++i) {
    if (record.names[i] == name) {
      record.items[i] = std::move(value);
      return;
    }
  }
  record.put(name, std::move(value));
}

std::string_view id_name_of(const OtValue& record) {
  for (const std::string_view name : kIdNames) {
    if (record.field(name) != nullptr) return name;
  }
  return "id";
}

}  // namespace

int64_t ot_record_id(const OtValue& record) {
  const OtValue* id = record.field(id_name_of(record));
  return id == nullptr ? 0 : id->number;
}

LivingInventory::LivingInventory(std::shared_ptr<const Dataset> assets, std::shared_ptr<const OtDataset> ot,
                                 uint64_t seed, LivingOptions options)
    : assets_(std::move(assets)), ot_(std::move(ot)), random_(seed), options_(options) {
  for (const Asset& asset : assets_->assets) begin_life(asset_lives_, asset.id, asset, true);
  OtDataset copy = *ot_;
  for (const OtList list : {OtList::kHosts, OtList::kDetections, OtList::kProjectFiles}) {
    for (const OtRow& row : rows_of(copy, list)) {
      begin_life(record_lives_[static_cast<size_t>(list)], ot_record_id(row.record), row.record, true);
    }
  }
}

LivingInventory::Deed LivingInventory::draw_deed(bool there_are_some) {
  const auto deed = static_cast<Deed>(1 + random_.below(3));
  if (deed == Deed::kAppear) return options_.appear ? deed : Deed::kNothing;
  if (!there_are_some) return Deed::kNothing;
  return (deed == Deed::kChange ? options_.change : options_.vanish) ? deed : Deed::kNothing;
}

void LivingInventory::step() {
  step_assets();
  OtDataset ot = *ot_;
  for (const OtList list : {OtList::kHosts, OtList::kDetections, OtList::kProjectFiles}) {
    step_list(list, rows_of(ot, list));
  }
  ot_ = std::make_shared<const OtDataset>(std::move(ot));
}

// ── assets ──

Asset LivingInventory::changed(Asset asset) {
  ++news_;
  asset.last_seen_s += 60 * news_;
  switch (random_.below(5)) {
    case 0: asset.username = "moved_" + std::to_string(news_); break;
    case 1: asset.status = asset.status == "Enrolled" ? "De-enrolled" : "Enrolled"; break;
    case 2:
      if (!asset.detections.empty()) asset.detections.pop_back();
      break;
    case 3:
      if (!asset.detections.empty()) {
        Detection one_more = asset.detections.back();
        one_more.qid += 1 + random_.between(0, 5);
        one_more.results += "\nseen again " + std::to_string(news_);
        asset.detections.push_back(std::move(one_more));
      }
      break;
    default:
      for (Detection& detection : asset.detections) detection.status = "Fixed";
  }
  if (now_s_ != 0) scan(asset);
  return asset;
}

void LivingInventory::scan(Asset& asset) const {
  asset.last_seen_s = now_s_;
  if (asset.detections.empty()) asset.detections.push_back(first_fact(now_s_));
  for (Detection& detection : asset.detections) detection.last_found_s = now_s_;
  if (!asset.detections.empty()) asset.detections.front().last_update_s = now_s_;
}

void LivingInventory::step_assets() {
  const Deed deed = draw_deed(!assets_->assets.empty());
  const size_t at = static_cast<size_t>(random_.below(std::max<size_t>(assets_->assets.size(), 1)));
  if (deed == Deed::kNothing) return;
  Dataset next = *assets_;
  if (deed == Deed::kVanish) {
    end_steadiness(asset_lives_, next.assets[at].id);
    next.assets.erase(next.assets.begin() + static_cast<std::ptrdiff_t>(at));
  } else if (deed == Deed::kChange) {
    Asset& asset = next.assets[at];
    asset = changed(std::move(asset));
    end_steadiness(asset_lives_, asset.id);
    asset_lives_[asset.id].states.push_back(asset);
  } else {
    Asset asset = next.assets.empty() ? Asset{} : changed(next.assets[at]);
    asset.id = free_id(asset_lives_, random_);
    asset.status = "Enrolled";
    if (asset.id == 0) return;
    if (now_s_ != 0) scan(asset);
    begin_life(asset_lives_, asset.id, asset, false);
    const auto place = std::find_if(next.assets.begin(), next.assets.end(),
                                    [&](const Asset& other) { return other.id > asset.id; });
    next.assets.insert(place, std::move(asset));
  }
  assets_ = std::make_shared<const Dataset>(std::move(next));
}

// ── OT ──

void LivingInventory::step_list(OtList list, std::vector<OtRow>& rows) {
  const Deed deed = draw_deed(!rows.empty());
  const size_t at = static_cast<size_t>(random_.below(std::max<size_t>(rows.size(), 1)));
  if (deed == Deed::kNothing || rows.empty()) return;
  RecordLives& lives = record_lives_[static_cast<size_t>(list)];
  if (deed == Deed::kVanish) {
    end_steadiness(lives, ot_record_id(rows[at].record));
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(at));
    shrank_[static_cast<size_t>(list)] = true;
    return;
  }
  OtRow row = rows[at];
  set_field(row.record, "name", OtValue::of("moved " + std::to_string(++news_)));
  if (deed == Deed::kChange) {
    end_steadiness(lives, ot_record_id(row.record));
    lives[ot_record_id(row.record)].states.push_back(row.record);
    rows[at] = std::move(row);
    return;
  }
  const int64_t id = free_id(lives, random_);
  if (id == 0) return;
  set_field(row.record, id_name_of(row.record), OtValue::integer(id));
  begin_life(lives, id, row.record, false);
  grew_[static_cast<size_t>(list)] = true;
  const auto place =
      std::find_if(rows.begin(), rows.end(), [&](const OtRow& other) { return ot_record_id(other.record) > id; });
  rows.insert(place, std::move(row));
}

}  // namespace sluice::sim
