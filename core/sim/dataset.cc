#include "sim/dataset.h"

#include <algorithm>
#include <utility>

#include "base/random.h"
#include "sim/devices.h"
#include "sim/findings.h"
#include "sim/wire.h"

namespace sluice::sim {
namespace {

constexpr int64_t kHour = 3600;
constexpr int64_t kDay = 24 * kHour;
constexpr int64_t kFirstId = 231;

// Every so many assets one that is hard to read; the remainders keep the kinds apart.
constexpr size_t kHardNameEvery = 97;
constexpr size_t kNoOsEvery = 80;
constexpr size_t kNoDetectionsEvery = 60;
constexpr size_t kBareEvery = 211;
constexpr uint64_t kHardTextPerMille = 12;

// The inventory must not depend on the compiler. So: whole numbers only, for floating point may be rounded differently;
// and one draw a statement, for the order in which operands are evaluated differs.
bool per_mille(Random& random, uint64_t share) { return random.below(1000) < share; }

template <typename T>
const T& pick(Random& random, const std::vector<T>& from) {
  return from[static_cast<size_t>(random.below(from.size()))];
}

// One of `items`, the heavier the likelier; `weight_of` gives 0 for those that are out.
template <typename T, typename WeightOf>
size_t pick_weighted(Random& random, const std::vector<T>& items, const WeightOf& weight_of) {
  uint64_t total = 0;
  for (size_t i = 0; i < items.size(); ++i) total += weight_of(i);
  uint64_t left = random.below(total);
  for (size_t i = 0; i < items.size(); ++i) {
    const uint64_t weight = weight_of(i);
    if (left < weight) return i;
    left -= weight;
  }
  return items.size() - 1;
}

struct Device {
  const DeviceModel* model = nullptr;
  size_t version = 0;
};

Device draw_device(Random& random) {
  const std::vector<DeviceModel>& models = device_models();
  Device device;
  device.model = &models[pick_weighted(random, models, [&](size_t i) { return models[i].weight; })];
  const auto span = static_cast<int64_t>(device.model->newest - device.model->oldest);
  // The better of two draws: most devices are not far behind.
  const int64_t one = random.between(0, span);
  const int64_t ahead = std::max(one, random.between(0, span));
  device.version = device.model->oldest + static_cast<size_t>(ahead);
  return device;
}

std::string two_digits(uint64_t number) {
  std::string text = std::to_string(number);
  return text.size() < 2 ? "0" + text : text;
}

std::string draw_username(Random& random, const Device& device) {
  if (device.model->rugged) {
    const std::string site(pick(random, sites()));
    return site + ".dock" + two_digits(1 + random.below(24));
  }
  std::string name(pick(random, first_names()).substr(0, 1));
  name += pick(random, last_names());
  if (per_mille(random, 180)) name += std::to_string(2 + random.below(7));
  return name;
}

std::string draw_ownership(Random& random, const Device& device) {
  const uint64_t dice = random.below(100);
  if (device.model->rugged || dice < 66) return "Corporate - Owned";
  if (dice < 92) return "Employee - Owned";
  return dice < 97 ? "Unknown" : "";
}

std::string draw_ip(Random& random) {
  if (per_mille(random, 90)) return "";
  const bool at_home = per_mille(random, 250);
  std::string text = at_home ? "192.168" : "10." + std::to_string(random.below(64));
  text += "." + std::to_string(random.below(at_home ? 32 : 256));
  text += "." + std::to_string(2 + random.below(250));
  return text;
}

std::string draw_ipv6(Random& random) {
  if (per_mille(random, 650)) return "";
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text = "2001:db8";  // set aside for documentation
  for (int group = 0; group < 6; ++group) {
    text += ':';
    text += kHex[1 + random.below(15)];
    for (uint64_t more = random.below(4); more > 0; --more) text += kHex[random.below(16)];
  }
  return text;
}

void add_tag(Asset& asset, size_t place) {
  const TagName& tag = tag_names()[place];
  asset.tags.push_back({tag.id, std::string(tag.name)});
}

void draw_tags(Random& random, Asset& asset, const Device& device) {
  if (!per_mille(random, 60)) add_tag(asset, static_cast<size_t>(random.below(kRegionTags)));
  if (asset.ownership == "Employee - Owned") add_tag(asset, kTagByod);
  if (device.model->rugged) add_tag(asset, per_mille(random, 500) ? kTagField : kTagWarehouse);
  if (!device.model->rugged && per_mille(random, 40)) add_tag(asset, kTagExecutives);
  if (per_mille(random, 50)) add_tag(asset, kTagPilot);
}

// ── detections ───────────────────────────────────────────────────────────────────────────────────────────────────────

void draw_new(Random& random, const Asset& asset, Detection& detection) {
  detection.first_found_s = asset.last_seen_s - random.between(0, 3 * kDay);
  detection.last_found_s = random.between(detection.first_found_s, asset.last_seen_s);
  detection.times_found = random.between(1, 3);
}

void draw_active(Random& random, const Asset& asset, Detection& detection) {
  detection.first_found_s = asset.last_seen_s - random.between(2 * kDay, 500 * kDay);
  detection.last_found_s = asset.last_seen_s - random.between(0, kDay);
  detection.times_found = 1 + (detection.last_found_s - detection.first_found_s) / (5 * kDay) + random.between(0, 20);
  if (per_mille(random, 600)) {
    detection.last_update_s = random.between(detection.first_found_s, detection.last_found_s);
  }
}

void draw_fixed(Random& random, const Asset& asset, Detection& detection) {
  detection.first_found_s = asset.last_seen_s - random.between(20 * kDay, 600 * kDay);
  detection.last_found_s = random.between(detection.first_found_s, asset.last_seen_s);
  detection.last_fixed_s = random.between(detection.last_found_s, asset.last_seen_s);
  detection.last_update_s = detection.last_fixed_s;
  detection.times_found = random.between(1, 60);
}

void draw_reopened(Random& random, const Asset& asset, Detection& detection) {
  detection.first_found_s = asset.last_seen_s - random.between(60 * kDay, 700 * kDay);
  detection.first_reopened_s = random.between(detection.first_found_s + 30 * kDay, asset.last_seen_s);
  detection.times_reopened = random.between(1, 4);
  detection.last_reopened_s = detection.times_reopened == 1
                                  ? detection.first_reopened_s
                                  : random.between(detection.first_reopened_s, asset.last_seen_s);
  detection.last_fixed_s = random.between(detection.first_found_s, detection.first_reopened_s);
  detection.last_found_s = random.between(detection.last_reopened_s, asset.last_seen_s);
  detection.last_update_s = detection.last_reopened_s;
  detection.times_found = random.between(2, 80);
}

void draw_history(Random& random, const Asset& asset, Detection& detection) {
  const uint64_t dice = random.below(100);
  const bool a_fact = detection.type == "Information";  // facts are found, never fixed
  if (dice < 14) {
    detection.status = "New";
    draw_new(random, asset, detection);
  } else if (dice < 76 || a_fact) {
    detection.status = "Active";
    draw_active(random, asset, detection);
  } else if (dice < 92) {
    detection.status = "Fixed";
    draw_fixed(random, asset, detection);
  } else {
    detection.status = "Reopened";
    draw_reopened(random, asset, detection);
  }
}

std::string fill_in(Random& random, std::string_view pattern, const Asset& asset) {
  std::string text;
  text.reserve(pattern.size() + 48);
  while (true) {
    const size_t open = pattern.find('{');
    text += pattern.substr(0, open);
    if (open == std::string_view::npos) return text;
    pattern = pattern.substr(open + 1);
    const size_t close = pattern.find('}');
    const std::string_view word = pattern.substr(0, close);
    pattern = pattern.substr(close + 1);
    if (word == "os") text += asset.os;
    if (word == "version") text += asset.os_version;
    if (word == "model") text += asset.model;
    if (word == "maker") text += asset.manufacturer;
    if (word == "n") text += std::to_string(random.between(2, 40));
    if (word == "app") text += pick(random, app_names());
    if (word == "patch") text += moment_text(asset.last_seen_s - random.between(20, 400) * kDay).substr(0, 8) + "01";
  }
}

uint64_t commonness(const Finding& finding) {
  if (finding.type == "Information") return 9;
  const uint64_t by_severity = finding.severity >= 5 ? 1 : finding.severity == 4 ? 3 : 5;
  return finding.mended_in == SIZE_MAX ? by_severity : by_severity * 3;
}

// Different findings that fit the device, by chance but weighted.
std::vector<const Finding*> draw_findings(Random& random, const Device& device, size_t count) {
  const std::vector<Finding>& all = findings();
  std::vector<uint64_t> weights(all.size());
  size_t fitting = 0;
  for (size_t i = 0; i < all.size(); ++i) {
    if (!fits(all[i], device.model->platform, device.version)) continue;
    weights[i] = commonness(all[i]);
    ++fitting;
  }
  std::vector<const Finding*> drawn;
  for (size_t n = std::min(count, fitting); n > 0; --n) {
    const size_t i = pick_weighted(random, all, [&](size_t place) { return weights[place]; });
    weights[i] = 0;
    drawn.push_back(&all[i]);
  }
  return drawn;
}

Detection make_detection(Random& random, const Asset& asset, const Finding& finding) {
  Detection detection;
  detection.qid = finding.qid;
  detection.type = std::string(finding.type);
  detection.severity = finding.severity;
  detection.results = per_mille(random, kHardTextPerMille) ? std::string(pick(random, hard_texts()))
                                                           : fill_in(random, finding.results, asset);
  draw_history(random, asset, detection);
  return detection;
}

Finding weak_app(size_t number) {
  return {.qid = kWeakAppQidFirst + static_cast<int64_t>(number),
          .type = number % 3 == 0 ? "Potential" : "Confirmed",
          .severity = 1 + static_cast<int>(number % 5),
          .results = "App on the watch list\nApp : {app} 1.{n}\nSeen on : {model}"};
}

void draw_detections(Random& random, Asset& asset, const Device& device, size_t count) {
  for (const Finding* finding : draw_findings(random, device, count)) {
    asset.detections.push_back(make_detection(random, asset, *finding));
  }
  for (size_t number = 0; asset.detections.size() < count; ++number) {
    asset.detections.push_back(make_detection(random, asset, weak_app(number)));
  }
  std::sort(asset.detections.begin(), asset.detections.end(),
            [](const Detection& a, const Detection& b) { return a.qid < b.qid; });
}

// Skewed: few detections are likelier than many. The product of two even draws has a quarter as its mean.
size_t draw_count(Random& random, const DatasetOptions& options) {
  if (options.exact_detections_per_asset >= 0) {
    return std::min(static_cast<size_t>(options.exact_detections_per_asset), kDetectionsPerAssetMax);
  }
  const double bounded = std::clamp(options.detections_per_asset, 0.0, kDetectionsPerAssetMax / 4.0);
  const auto mean_in_thousandths = static_cast<uint64_t>(bounded * 1000.0 + 0.5);
  const uint64_t a = random.below(1u << 20);
  const uint64_t b = random.below(1u << 20);
  const uint64_t thousandths = ((4 * mean_in_thousandths * a) >> 20) * b >> 20;
  return static_cast<size_t>((thousandths + random.below(1000)) / 1000);
}

// ── assets ───────────────────────────────────────────────────────────────────────────────────────────────────────────

void make_hard(Asset& asset, size_t index) {
  if (index % kHardNameEvery == 13) {
    const std::string name(hard_names()[index / kHardNameEvery % hard_names().size()]);
    asset.username = name;
    asset.friendly_name = name + "_" + asset.os + "_5";
  }
  if (index % kNoOsEvery == 29) {
    asset.os.clear();
    asset.os_version.clear();
  }
  if (index % kBareEvery == 150) {
    asset.ip.clear();
    asset.ipv6.clear();
    asset.friendly_name.clear();
    asset.os.clear();
    asset.os_version.clear();
    asset.last_seen_s = 0;
    asset.ownership.clear();
    asset.model.clear();
    asset.manufacturer.clear();
    asset.username.clear();
    asset.tags.clear();
  }
}

Asset make_asset(const DatasetOptions& options, size_t index, bool enrolled) {
  // Each asset has numbers of its own, so that none depends on how many come before it.
  Random random(options.seed * 0x9E3779B97F4A7C15u + index * 2 + (enrolled ? 1 : 0));
  const Device device = draw_device(random);
  Asset asset;
  asset.os = std::string(os_name(device.model->platform));
  asset.os_version = std::string(os_versions(device.model->platform)[device.version]);
  asset.model = std::string(device.model->model);
  asset.manufacturer = std::string(device.model->manufacturer);
  asset.username = draw_username(random, device);
  asset.friendly_name = asset.username + "_" + asset.os + "_" + std::string(device.model->brand) + "_" +
                        std::to_string(1 + random.below(9));
  asset.ip = draw_ip(random);
  asset.ipv6 = draw_ipv6(random);
  asset.ownership = draw_ownership(random, device);
  asset.status = enrolled ? "Enrolled" : per_mille(random, 650) ? "De-enrolled" : "Ready for Re-enrollment";
  const int64_t quiet_for = enrolled && !per_mille(random, 120) ? 3 * kDay : 150 * kDay;
  asset.last_seen_s = options.now_s - random.between(kHour, quiet_for);
  draw_tags(random, asset, device);
  const bool none = index % kNoDetectionsEvery == 17 && options.exact_detections_per_asset < 0;
  draw_detections(random, asset, device, none ? 0 : draw_count(random, options));
  make_hard(asset, index);
  return asset;
}

class Builder {
 public:
  explicit Builder(const DatasetOptions& options) : options_(options), gaps_(options.seed ^ 0x1D5) {}

  Dataset build() {
    const size_t wanted = std::min(options_.assets, kAssetsMax);
    for (size_t index = 0; index < wanted; ++index) {
      const bool one_more = per_mille(gaps_, 87);  // 87 beside 1000 enrolled: 8 % of the whole
      if (one_more && !options_.all_enrolled) add(make_asset(options_, index, false));
      add(make_asset(options_, index, true));
    }
    return std::move(dataset_);
  }

 private:
  void add(Asset asset) {
    asset.id = next_id_;
    next_id_ += 1 + gaps_.between(0, 24);
    if (per_mille(gaps_, 15)) next_id_ += gaps_.between(200, 4000);
    dataset_.assets.push_back(std::move(asset));
  }

  const DatasetOptions& options_;
  Random gaps_;
  int64_t next_id_ = kFirstId;
  Dataset dataset_;
};

}  // namespace

std::shared_ptr<const Dataset> make_dataset(const DatasetOptions& options) {
  return std::make_shared<const Dataset>(Builder(options).build());
}

}  // namespace sluice::sim
