#include "sim/ot_dataset.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/random.h"
#include "sim/ot_devices.h"
#include "sim/wire.h"

namespace sluice::sim {
namespace {

constexpr int64_t kDay = 86400;
constexpr int64_t kFirstHostId = 4410027;
constexpr int64_t kFirstDetectionId = 88000119;
constexpr int64_t kFirstFileId = 7001;
constexpr int64_t kPastDoubles = 9007199254740993;  // 2^53 + 1, which a double cannot hold
constexpr size_t kHugeIds = 3;                      // the last hosts have ids from kPastDoubles on
constexpr size_t kHardNameEvery = 13;

// One draw a statement, for the order in which operands are evaluated differs between compilers.
bool per_cent(Random& random, uint64_t share) { return random.below(100) < share; }

template <typename T>
const T& pick(Random& random, const std::vector<T>& from) {
  return from[static_cast<size_t>(random.below(from.size()))];
}

std::string iso(int64_t unix_s) {
  std::string text = moment_text(unix_s);
  text[10] = 'T';
  return text + "Z";
}

std::string padded(uint64_t number, size_t width) {
  std::string text = std::to_string(number);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

std::string hex(Random& random, size_t digits) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  for (size_t i = 0; i < digits; ++i) text += kHex[random.below(16)];
  return text;
}

std::vector<std::string> split_at_bars(std::string_view text) {
  std::vector<std::string> pieces;
  while (!text.empty()) {
    const size_t bar = text.find('|');
    pieces.emplace_back(text.substr(0, bar));
    text = bar == std::string_view::npos ? std::string_view() : text.substr(bar + 1);
  }
  return pieces;
}

const OtDeviceModel& draw_model(Random& random) {
  const std::vector<OtDeviceModel>& models = ot_device_models();
  uint64_t total = 0;
  for (const OtDeviceModel& model : models) total += model.weight;
  uint64_t left = random.below(total);
  for (const OtDeviceModel& model : models) {
    if (left < model.weight) return model;
    left -= model.weight;
  }
  return models.back();
}

// What detections and project files repeat of their host.
struct Host {
  int64_t id = 0;
  std::string name;
  std::string address;
  std::string_view vendor;
  bool has_os = false;
  int64_t seen_s = 0;
  size_t plant = 0;
};

class Builder {
 public:
  explicit Builder(const OtDatasetOptions& options) : options_(options), random_(options.seed ^ 0x07D5) {}

  OtDataset build() {
    const size_t hosts = std::min(options_.hosts, kOtHostsMax);
    for (size_t rank = 0; rank < hosts; ++rank) add_host(rank, hosts);
    const size_t files = std::min(options_.project_files, kOtProjectFilesMax);
    for (size_t number = 0; number < files; ++number) add_project_file(number);
    return std::move(dataset_);
  }

 private:
  void add_host(size_t rank, size_t hosts);
  OtValue hardware(const OtDeviceModel& model, size_t rank);
  OtValue interfaces(const OtDeviceModel& model, const Host& host);
  OtValue location(const Host& host, size_t rank);
  OtValue tags();
  void put_optional(OtValue& record, size_t rank);
  int64_t add_detections(const Host& host, size_t rank);
  void add_detection(const Host& host, size_t rank, const OtWeakness& weakness);
  OtValue vulnerability(const OtWeakness& weakness);
  OtValue cve_ids(const OtWeakness& weakness);
  void add_project_file(size_t number);
  int64_t next_host_id(size_t rank, size_t hosts);

  const OtDatasetOptions& options_;
  Random random_;
  int64_t host_id_ = kFirstHostId;
  int64_t detection_id_ = kFirstDetectionId;
  std::vector<Host> hosts_;
  OtDataset dataset_;
};

int64_t Builder::next_host_id(size_t rank, size_t hosts) {
  if (rank + kHugeIds >= hosts && hosts > kHugeIds) {
    return kPastDoubles + 2 * static_cast<int64_t>(rank + kHugeIds - hosts);
  }
  host_id_ += random_.between(1, 40);
  return host_id_;
}

void Builder::add_host(size_t rank, size_t hosts) {
  const OtDeviceModel& model = draw_model(random_);
  Host host;
  host.id = next_host_id(rank, hosts);
  host.plant = static_cast<size_t>(random_.below(ot_plants().size()));
  host.name = std::string(model.stem) + "-" + std::string(ot_plants()[host.plant].code) + "-" + padded(rank + 1, 3);
  if (rank % kHardNameEvery == 7) host.name = ot_hard_names()[rank / kHardNameEvery % ot_hard_names().size()];
  host.address = "10." + std::to_string(20 + host.plant) + "." + std::to_string(random_.below(16));
  host.address += "." + std::to_string(2 + random_.below(250));
  host.vendor = model.manufacturer;
  host.has_os = !model.os.empty();
  host.seen_s = options_.now_s - random_.between(600, 40 * kDay);
  const int64_t created = host.seen_s - random_.between(kDay, 900 * kDay);
  const int64_t weak = add_detections(host, rank);

  OtValue record = OtValue::object();
  record.put("assetId", OtValue::integer(host.id));
  record.put("name", OtValue::of(host.name));
  record.put("created", OtValue::of(iso(created)));
  record.put("lastUpdated", OtValue::of(iso(host.seen_s)));
  record.put("risk", OtValue::integer(std::min<int64_t>(weak * random_.between(40, 130), 1000)));
  record.put("vulnerabilityCount", OtValue::integer(weak));
  record.put("hardware", hardware(model, rank));
  if (!model.os.empty()) record.put("operatingSystem", OtValue::of(model.os));
  record.put("interfaces", interfaces(model, host));
  OtValue inventory = OtValue::object();
  inventory.put("source", OtValue::of(pick(random_, ot_sources())));
  inventory.put("confidence", OtValue::real(random_.between(1, 20) * 50));
  record.put("inventory", std::move(inventory));
  record.put("location", location(host, rank));
  record.put("tags", tags());
  record.put("managed", OtValue::boolean(per_cent(random_, 70)));
  put_optional(record, rank);
  dataset_.hosts.push_back({rank, std::move(record)});
  hosts_.push_back(std::move(host));
}

OtValue Builder::hardware(const OtDeviceModel& model, size_t rank) {
  OtValue hardware = OtValue::object();
  hardware.put("class", OtValue::of(model.hardware_class));
  hardware.put("type", OtValue::of(model.type));
  hardware.put("manufacturer", OtValue::of(model.manufacturer));
  hardware.put("model", OtValue::of(model.model));
  const bool serial_known = per_cent(random_, 60);
  hardware.put("serialNumber", serial_known ? OtValue::of(hex(random_, 8)) : OtValue());
  if (!model.firmware.empty()) hardware.put("firmwareVersion", OtValue::of(model.firmware));
  OtValue lifecycle = OtValue::object();
  const bool sold = rank % 5 != 3;
  lifecycle.put("stage", OtValue::of(sold ? "Active" : "End of Sale"));
  const int64_t days_left = sold ? 0 : random_.between(-900, 900);
  lifecycle.put("endOfSupport", sold ? OtValue() : OtValue::of(iso(options_.now_s + days_left * kDay)));
  hardware.put("lifecycle", std::move(lifecycle));
  return hardware;
}

OtValue Builder::interfaces(const OtDeviceModel& model, const Host& host) {
  OtValue list = OtValue::list();
  const uint64_t count = per_cent(random_, 25) ? 2 : 1;
  for (uint64_t i = 0; i < count; ++i) {
    OtValue transport = OtValue::object();
    transport.put("protocol", OtValue::of(i == 0 ? model.transport : "udp"));
    std::string mac = "00:1d:9c";
    for (int pair = 0; pair < 3; ++pair) mac += ":" + hex(random_, 2);
    OtValue one = OtValue::object();
    one.put("address", OtValue::of(i == 0 ? host.address : "192.168.250." + std::to_string(1 + random_.below(250))));
    one.put("macAddress", OtValue::of(mac));
    one.put("protocol", OtValue::of(i == 0 ? model.protocol : "lldp"));
    one.put("transport", std::move(transport));
    if (per_cent(random_, 50)) one.put("vlan", OtValue::integer(100 + random_.between(0, 40)));
    list.add(std::move(one));
  }
  return list;
}

// The rack is where integers and texts meet.
OtValue Builder::location(const Host& host, size_t rank) {
  OtValue location = OtValue::object();
  location.put("plant", OtValue::of(ot_plants()[host.plant].name));
  location.put("area", OtValue::of(pick(random_, ot_areas())));
  const int64_t rack = random_.between(1, 30);
  location.put("rack", rank % 17 == 11 ? OtValue::of(std::to_string(rack) + "B") : OtValue::integer(rack));
  return location;
}

OtValue Builder::tags() {
  OtValue tags = OtValue::list();
  for (const std::string_view tag : ot_tags()) {
    if (per_cent(random_, 18)) tags.add(OtValue::of(tag));
  }
  return tags;
}

void Builder::put_optional(OtValue& record, size_t rank) {
  if (rank % 3 == 1) record.put("uptimeHours", OtValue::real(random_.between(100, 9000000)));
  if (rank % 4 == 2) record.put("lastPolledMs", OtValue::integer((options_.now_s - random_.between(0, kDay)) * 1000));
  if (rank % 6 == 5) record.put("owner", per_cent(random_, 50) ? OtValue() : OtValue::of(pick(random_, ot_people())));
  if (rank % 10 == 4) record.put("notes", OtValue::of("Zugang nur über die Leitwarte – bitte \"vorher\" anrufen"));
}

int64_t Builder::add_detections(const Host& host, size_t rank) {
  const int mean = std::clamp(options_.detections_per_host, 0, kOtDetectionsPerHostMax);
  const int64_t wanted = rank == 0 ? 0 : random_.between(0, 2 * mean);
  int64_t added = 0;
  const std::vector<OtWeakness>& all = ot_weaknesses();
  for (int64_t tries = 0; added < wanted && tries < 20 * wanted; ++tries) {
    const OtWeakness& weakness = pick(random_, all);
    if (!weakness.vendor.empty() && weakness.vendor != host.vendor) continue;
    if (weakness.category == "Operating system" && !host.has_os) continue;
    add_detection(host, rank, weakness);
    ++added;
  }
  return added;
}

void Builder::add_detection(const Host& host, size_t rank, const OtWeakness& weakness) {
  static const std::vector<std::string_view> kStatuses = {"ACTIVE", "ACTIVE", "ACTIVE", "NEW", "FIXED", "REOPENED"};
  detection_id_ += random_.between(1, 9);
  const std::string_view status = pick(random_, kStatuses);
  const int64_t last = host.seen_s - random_.between(0, 20 * kDay);
  const int64_t first = last - random_.between(0, 400 * kDay);
  OtValue asset = OtValue::object();
  asset.put("assetId", OtValue::integer(host.id));
  asset.put("name", OtValue::of(host.name));
  asset.put("ipAddress", OtValue::of(host.address));
  OtValue made_by = OtValue::object();
  made_by.put("vendor", OtValue::of(host.vendor));

  OtValue record = OtValue::object();
  record.put("detectionId", OtValue::integer(detection_id_));
  record.put("qid", OtValue::integer(weakness.qid));
  record.put("severity", OtValue::integer(weakness.severity));
  record.put("criticality", OtValue::of(weakness.criticality));
  record.put("vulnCategory", OtValue::of(weakness.category));
  record.put("typeDetected", OtValue::of(per_cent(random_, 65) ? "Confirmed" : "Potential"));
  record.put("status", OtValue::of(status));
  record.put("firstDetected", OtValue::of(iso(first)));
  record.put("lastDetected", OtValue::of(iso(last)));
  if (status == "FIXED") record.put("lastFixed", OtValue::of(iso(last + random_.between(0, host.seen_s - last))));
  record.put("timesDetected", OtValue::integer(random_.between(1, 90)));
  record.put("cveIds", cve_ids(weakness));
  record.put("asset", std::move(asset));
  record.put("vulnerability", vulnerability(weakness));
  record.put("hardware", std::move(made_by));
  if (per_cent(random_, 40)) record.put("port", OtValue::integer(random_.between(1, 65535)));
  record.put("ignored", OtValue::boolean(per_cent(random_, 10)));
  dataset_.detections.push_back({rank, std::move(record)});
}

OtValue Builder::vulnerability(const OtWeakness& weakness) {
  OtValue vulnerability = OtValue::object();
  vulnerability.put("title", OtValue::of(weakness.title));
  vulnerability.put("criticality", OtValue::of(weakness.criticality));
  vulnerability.put("threatIntel", OtValue::texts(split_at_bars(weakness.threats)));
  vulnerability.put("cvssBase", weakness.cvss_thousandths == 0 ? OtValue() : OtValue::real(weakness.cvss_thousandths));
  if (weakness.severity >= 3) vulnerability.put("patchAvailable", OtValue::boolean(weakness.qid % 2 == 0));
  return vulnerability;
}

OtValue Builder::cve_ids(const OtWeakness& weakness) {
  OtValue list = OtValue::list();
  for (int i = 0; i < weakness.cves; ++i) {
    list.add(OtValue::of("CVE-2099-" + padded(static_cast<uint64_t>(weakness.qid - 591000) * 10 + 1000, 4) +
                         std::to_string(i)));
  }
  return list;
}

void Builder::add_project_file(size_t number) {
  static const std::vector<std::string_view> kStatuses = {"Processed", "Processed", "Processed", "Failed", "In Progress"};
  const OtProject& project = ot_projects()[number % ot_projects().size()];
  const OtPlant& plant = pick(random_, ot_plants());
  OtValue assets = OtValue::list();
  for (size_t rank = 0; rank < hosts_.size() && assets.items.size() < 6; ++rank) {
    if (hosts_[rank].vendor != project.vendor || !per_cent(random_, 25)) continue;
    OtValue asset = OtValue::object();
    asset.put("assetId", OtValue::integer(hosts_[rank].id));
    asset.put("name", OtValue::of(hosts_[rank].name));
    assets.add(std::move(asset));
  }
  OtValue record = OtValue::object();
  record.put("id", OtValue::integer(kFirstFileId + static_cast<int64_t>(number) * 3));
  record.put("name", OtValue::of("line_" + padded(number + 1, 2) + "_" + std::string(plant.code) + "." +
                                 std::string(project.extension)));
  record.put("fileExtension", OtValue::of(project.extension));
  record.put("fileHash", OtValue::of(hex(random_, 64)));
  record.put("vendor", OtValue::of(project.vendor));
  record.put("engineeringToolName", OtValue::of(project.tool));
  record.put("engineeringToolVersion", OtValue::of(project.version));
  record.put("plantLocation", number % 7 == 6 ? OtValue() : OtValue::of(plant.name));
  const std::string_view status = pick(random_, kStatuses);
  record.put("status", OtValue::of(status));
  if (status == "Failed") record.put("statusDetail", OtValue::of("The file is encrypted"));
  record.put("uploadedBy", OtValue::of(pick(random_, ot_people())));
  record.put("lastUpdated", OtValue::of(iso(options_.now_s - random_.between(0, 300 * kDay))));
  record.put("assetCount", OtValue::integer(static_cast<int64_t>(assets.items.size())));
  record.put("assets", std::move(assets));
  dataset_.project_files.push_back({0, std::move(record)});
}

}  // namespace

std::shared_ptr<const OtDataset> make_ot_dataset(const OtDatasetOptions& options) {
  return std::make_shared<const OtDataset>(Builder(options).build());
}

}  // namespace sluice::sim
