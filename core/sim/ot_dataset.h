// The OT inventory behind the simulated gateway: hosts of a plant floor, what is wrong with them, and the project
// files of their engineering tools, made from a seed, the same on every machine.
//
// The vendor does not document the fields of these records. Those here are an invention, modelled on the filter and
// sort tokens (api-reference.md 5.4): this is the only place that names them, and a client must not depend on a single
// one. On purpose they are uneven: some fields stand on some records only, some are null, objects and lists are
// nested, there are floats, booleans, texts beyond ASCII, three ids above 2^53, and `location.rack` is an integer on
// most hosts and a text ("12B") on a few.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "sim/ot_value.h"

namespace sluice::sim {

inline constexpr size_t kOtHostsMax = 20000;
inline constexpr size_t kOtProjectFilesMax = 20000;
inline constexpr int kOtDetectionsPerHostMax = 40;

struct OtDatasetOptions {
  uint64_t seed = 1;
  size_t hosts = 100;            // at most kOtHostsMax
  int detections_per_host = 4;   // on average, at most kOtDetectionsPerHostMax; the first host has none
  size_t project_files = 24;     // at most kOtProjectFilesMax
  int64_t now_s = 1795219200;    // 2026-11-21T00:00:00Z: dates lie before it
};

struct OtRow {
  size_t rank = 0;  // of the host it belongs to, 0 first: what scopes go by
  OtValue record;
};

// Each list in the order of its records' ids, which is the order of an answer without a `sort`.
struct OtDataset {
  std::vector<OtRow> hosts;
  std::vector<OtRow> detections;
  std::vector<OtRow> project_files;
};

std::shared_ptr<const OtDataset> make_ot_dataset(const OtDatasetOptions& options);

}  // namespace sluice::sim
