#include "sim/ot_devices.h"

#include <gtest/gtest.h>

#include <set>

namespace sluice::sim {
namespace {

TEST(OtDevices, EachHasFirmwareOrAnOperatingSystemAndAProtocol) {
  std::set<std::string_view> models;
  for (const OtDeviceModel& device : ot_device_models()) {
    EXPECT_NE(device.firmware.empty(), device.os.empty()) << device.model;
    EXPECT_TRUE(device.hardware_class == "OT" || device.hardware_class == "IT") << device.model;
    EXPECT_TRUE(device.transport == "tcp" || device.transport == "udp") << device.model;
    EXPECT_FALSE(device.protocol.empty() || device.stem.empty()) << device.model;
    EXPECT_GT(device.weight, 0u);
    EXPECT_TRUE(models.insert(device.model).second) << device.model << " twice";
  }
}

TEST(OtDevices, EveryVendorOfAWeaknessMakesADevice) {
  std::set<std::string_view> makers;
  for (const OtDeviceModel& device : ot_device_models()) makers.insert(device.manufacturer);
  std::set<int64_t> qids;
  for (const OtWeakness& weakness : ot_weaknesses()) {
    EXPECT_TRUE(weakness.vendor.empty() || makers.count(weakness.vendor) == 1) << weakness.title;
    EXPECT_TRUE(qids.insert(weakness.qid).second) << weakness.qid << " twice";
    EXPECT_TRUE(weakness.severity >= 1 && weakness.severity <= 5);
    EXPECT_LE(weakness.cvss_thousandths, 10000);
  }
  for (const OtProject& project : ot_projects()) EXPECT_EQ(makers.count(project.vendor), 1u) << project.tool;
}

}  // namespace
}  // namespace sluice::sim
