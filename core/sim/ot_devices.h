// What stands on a plant floor: controllers, panels, switches, drives and engineering stations that exist, with their
// makers and the protocols they speak; and the invented plants, weaknesses and project files around them. Tables only;
// ot_dataset.cc draws from them. Devices are real products; plants, people, weaknesses, QIDs and CVE numbers (all of
// the year 2099) are invented.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace sluice::sim {

struct OtDeviceModel {
  std::string_view hardware_class;  // "OT" or "IT"
  std::string_view type;            // "Programmable Logic Controller (PLC)"
  std::string_view manufacturer;
  std::string_view model;
  std::string_view stem;      // of its name: "PLC"
  std::string_view firmware;  // major part; empty: it has an operating system instead
  std::string_view os;
  std::string_view protocol;  // "cip"
  std::string_view transport;  // "tcp" or "udp"
  uint64_t weight = 1;
};
const std::vector<OtDeviceModel>& ot_device_models();

struct OtPlant {
  std::string_view name;  // some are not ASCII
  std::string_view code;  // "KOE"
};
const std::vector<OtPlant>& ot_plants();
const std::vector<std::string_view>& ot_areas();
const std::vector<std::string_view>& ot_tags();
const std::vector<std::string_view>& ot_sources();  // of the inventory
const std::vector<std::string_view>& ot_people();
// Names that are legal and hard on readers: quotes, backslashes, emoji, what looks like markup.
const std::vector<std::string_view>& ot_hard_names();

struct OtWeakness {
  int64_t qid = 0;
  std::string_view title;
  std::string_view category;
  int severity = 1;                   // 1..5
  std::string_view criticality;       // LOW | MEDIUM | HIGH | CRITICAL
  std::string_view vendor;            // of the hardware it fits; empty: any
  int64_t cvss_thousandths = 0;       // 0: none
  std::string_view threats;           // separated by '|'; empty: none known
  int cves = 1;
};
const std::vector<OtWeakness>& ot_weaknesses();

struct OtProject {
  std::string_view vendor;
  std::string_view tool;
  std::string_view version;
  std::string_view extension;
};
const std::vector<OtProject>& ot_projects();

}  // namespace sluice::sim
