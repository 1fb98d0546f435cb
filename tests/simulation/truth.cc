#include "truth.h"

#include <map>

#include "base/date.h"
#include "client/export_job.h"

namespace sluice::sim {
namespace {

using Fields = std::map<std::string, std::string>;

void put(Fields& fields, const std::string& name, const std::string& value) {
  if (!value.empty()) fields[name] = value;
}

void put_time(Fields& fields, const std::string& name, int64_t unix_s) {
  if (unix_s != 0) fields[name] = iso_datetime(unix_s);
}

Fields asset_fields(const Asset& a) {
  Fields f;
  put(f, "id", std::to_string(a.id));
  put(f, "ip", a.ip);
  put(f, "ipv6", a.ipv6);
  put(f, "asset_friendly_name", a.friendly_name);
  put(f, "os", a.os);
  put(f, "os_version", a.os_version);
  put(f, "asset_status", a.status);
  put_time(f, "last_seen", a.last_seen_s);
  put(f, "ownership", a.ownership);
  put(f, "model_name", a.model);
  put(f, "manufacturer", a.manufacturer);
  put(f, "username", a.username);
  return f;
}

Fields detection_fields(const Asset& a, const Detection& d, bool with_results) {
  Fields f;
  put(f, "asset_id", std::to_string(a.id));
  put(f, "qid", std::to_string(d.qid));
  put(f, "type", d.type);
  put(f, "severity", std::to_string(d.severity));
  if (with_results) put(f, "results", d.results);
  put(f, "status", d.status);
  put_time(f, "first_found_datetime", d.first_found_s);
  put_time(f, "last_found_datetime", d.last_found_s);
  put(f, "times_found", d.times_found == 0 ? "" : std::to_string(d.times_found));
  put_time(f, "last_update_datetime", d.last_update_s);
  put_time(f, "last_fixed_datetime", d.last_fixed_s);
  return f;
}

Fields row_fields(const Table& table, RowId row) {
  Fields f;
  for (ColumnId id = 0; id < table.column_count(); ++id) {
    const std::string name = table.column(id).name;
    if (name.find('.') != std::string::npos) continue;  // the parent's
    const Cell cell = table.cell(row, id);
    if (!cell.missing()) f[name] = cell_text(cell, table.pool());
  }
  return f;
}

std::string compare(const std::string& what, const Fields& expected, const Fields& got) {
  for (const auto& [name, value] : expected) {
    const auto it = got.find(name);
    if (it == got.end()) return what + " lacks " + name;
    if (it->second != value) return what + " has " + name + " \"" + it->second + "\", not \"" + value + "\"";
  }
  for (const auto& [name, value] : got) {
    if (!expected.count(name)) return what + " has " + name + " \"" + value + "\" that does not exist";
  }
  return "";
}

std::string compare_asset(const Asset& asset, const AssetStore& store, RowId row, bool with_results) {
  const std::string what = "asset " + std::to_string(asset.id);
  if (std::string wrong = compare(what, asset_fields(asset), row_fields(store.assets(), row)); !wrong.empty())
    return wrong;
  const AssetStore::Span span = store.detections_of(row);
  if (span.end - span.begin != asset.detections.size()) {
    return what + " has " + std::to_string(span.end - span.begin) + " detections, not " +
           std::to_string(asset.detections.size());
  }
  for (size_t i = 0; i < asset.detections.size(); ++i) {
    const RowId detection_row = span.begin + static_cast<RowId>(i);
    if (!store.detections().live(detection_row)) return what + ": a detection of a live asset is dead";
    const std::string wrong =
        compare(what + ", detection " + std::to_string(i), detection_fields(asset, asset.detections[i], with_results),
                row_fields(store.detections(), detection_row));
    if (!wrong.empty()) return wrong;
  }
  return "";
}

}  // namespace

std::string lacking(const Dataset& expected, const AssetStore& store, const std::set<std::string>& statuses,
                    bool with_results) {
  for (const Asset& asset : expected.assets) {
    if (!statuses.count(asset.status)) continue;
    const RowId row = store.row_of(asset.id);
    if (row == AssetStore::kNoRow) return "asset " + std::to_string(asset.id) + " is missing";
    if (std::string wrong = compare_asset(asset, store, row, with_results); !wrong.empty()) return wrong;
  }
  return "";
}

std::string difference(const Dataset& expected, const AssetStore& store, const std::set<std::string>& statuses,
                       bool with_results) {
  if (std::string wrong = lacking(expected, store, statuses, with_results); !wrong.empty()) return wrong;
  uint64_t assets = 0;
  uint64_t detections = 0;
  for (const Asset& asset : expected.assets) {
    if (!statuses.count(asset.status)) continue;
    ++assets;
    detections += asset.detections.size();
  }
  if (store.assets().live_count() != assets) return "there are assets that should not be there";
  if (store.detections().live_count() != detections) return "there are detections that should not be there";
  return "";
}

void drop_results(Asset& asset) {
  for (Detection& detection : asset.detections) detection.results.clear();
}

std::string untruth(const Dataset& expected, const AssetStore& store) {
  std::map<int64_t, const Asset*> by_id;
  for (const Asset& asset : expected.assets) by_id[asset.id] = &asset;
  std::set<int64_t> seen;
  for (RowId row = 0; row < store.assets().row_end(); ++row) {
    if (!store.assets().live(row)) continue;
    const int64_t id = store.assets().asset_key(row);
    if (!by_id.count(id)) return "asset " + std::to_string(id) + " does not exist";
    if (!seen.insert(id).second) return "asset " + std::to_string(id) + " is there twice";
    if (std::string wrong = compare_asset(*by_id[id], store, row, true); !wrong.empty()) return wrong;
  }
  return "";
}

std::string exported(World& world, const std::string& table) {
  ExportRequest request;
  request.table = table;
  Result<std::unique_ptr<ExportJob>> job =
      ExportJob::begin(world.client().store_with(table), request, world.client().manifest_of(world.now(), table),
                       world.client().wall(world.now()));
  if (!job) return job.error().message;
  std::string bytes;
  while (job.value()->work(Fuel{4096}, bytes) == Work::kMore) {
  }
  return bytes;
}

std::string living_difference(const LivingInventory::AssetLives& lives, const AssetStore& store, bool complete,
                              const std::set<std::string>& statuses, const std::set<int64_t>& without_results) {
  std::set<int64_t> seen;
  for (RowId row = 0; row < store.assets().row_end(); ++row) {
    if (!store.assets().live(row)) continue;
    const int64_t id = store.assets().asset_key(row);
    const auto life = lives.find(id);
    if (life == lives.end()) return "asset " + std::to_string(id) + " never existed";
    if (!seen.insert(id).second) return "asset " + std::to_string(id) + " is there twice";
    std::string wrong = "asset " + std::to_string(id) + " never had such a status";
    for (Asset state : life->second.states) {
      if (!statuses.count(state.status) || wrong.empty()) continue;
      if (without_results.count(id)) drop_results(state);
      wrong = compare_asset(state, store, row, true);
    }
    if (!wrong.empty()) return "in no state that it had: " + wrong;
  }
  for (const auto& [id, life] : lives) {
    const bool expected = complete && life.steady && statuses.count(life.states.front().status);
    if (expected && !seen.count(id)) return "asset " + std::to_string(id) + ", which stood still, is missing";
  }
  return "";
}

}  // namespace sluice::sim
