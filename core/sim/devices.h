// Phones and tablets that exist, with the OS versions that exist for them, and the people and places they belong to.
// Tables only; dataset.cc draws from them. The devices are real products; people, tags and places are invented.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sluice::sim {

enum class Platform { kApple, kAndroid };

struct DeviceModel {
  Platform platform = Platform::kApple;
  std::string_view manufacturer;  // "Apple, Inc."
  std::string_view brand;         // "Apple", as friendly names have it
  std::string_view model;         // "iPhone 13"
  size_t oldest = 0;              // first and last version it runs, as places in os_versions(platform)
  size_t newest = 0;
  uint64_t weight = 1;  // how common it is
  bool rugged = false;  // a work tool: always the company's own
};

std::string_view os_name(Platform platform);                          // "iOS", "Android"
const std::vector<std::string_view>& os_versions(Platform platform);  // oldest first
const std::vector<DeviceModel>& device_models();

struct TagName {
  int64_t id = 0;
  std::string_view name;
};
// The tags of the whole subscription, in ascending id order; the first kRegionTags are regions, one an asset.
const std::vector<TagName>& tag_names();
inline constexpr size_t kRegionTags = 3;
inline constexpr size_t kTagByod = 3;  // places in tag_names()
inline constexpr size_t kTagField = 4;
inline constexpr size_t kTagWarehouse = 5;
inline constexpr size_t kTagExecutives = 6;
inline constexpr size_t kTagPilot = 7;

const std::vector<std::string_view>& first_names();
const std::vector<std::string_view>& last_names();
const std::vector<std::string_view>& sites();  // where rugged devices are shared
// Names and texts that are legal and hard on readers.
const std::vector<std::string_view>& hard_names();
const std::vector<std::string_view>& hard_texts();

}  // namespace sluice::sim
