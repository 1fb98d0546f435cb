#include "client/export_job.h"

#include <gtest/gtest.h>

#include "base/sha256.h"

namespace sluice {
namespace {

constexpr WallTime kWall{1795219200LL * 1000000};  // 2026-11-21T00:00:00Z

std::shared_ptr<AssetStore> store_of(int assets) {
  auto store = std::make_shared<AssetStore>(mobile_asset_columns(), mobile_detection_columns());
  for (int id = 1; id <= assets; ++id) {
    store->append_asset(id);
    store->assets().set_number(*store->assets().find_column("id"), id);
    store->assets().set_text(*store->assets().find_column("os"), id % 2 ? "iOS" : "Android");
  }
  store->commit();
  return store;
}

Manifest manifest_of(std::string state) {
  Manifest manifest;
  manifest.state = std::move(state);
  return manifest;
}

ExportRequest request_of(std::string format, std::string filter = "") {
  ExportRequest request;
  request.table = "assets";
  request.format = std::move(format);
  request.filter = std::move(filter);
  request.columns = {"id", "os"};
  return request;
}

std::string all_bytes(ExportJob& job, size_t fuel) {
  std::string out;
  while (job.work(Fuel{fuel}, out) == Work::kMore) {
  }
  return out;
}

TEST(ExportJob, WritesTheRowsThatMatchWithTheirManifest) {
  auto job = ExportJob::begin(store_of(5), request_of("csv", "os:iOS"), manifest_of("complete"), kWall).take();
  EXPECT_EQ(all_bytes(*job, 100), "id,os\r\n1,iOS\r\n3,iOS\r\n5,iOS\r\n");
  EXPECT_EQ(job->file_name(), "sluice-assets-20261121-0000Z.csv");
  const ManifestExport told = *job->manifest().exported;
  EXPECT_EQ(told.rows, 3u);
  EXPECT_EQ(told.bytes, 28u);
  EXPECT_EQ(told.filter, "os:iOS");
  EXPECT_EQ(told.columns, (std::vector<std::string>{"id", "os"}));
}

TEST(ExportJob, AnyFuelGivesTheSameBytes) {
  const auto bytes = [](size_t fuel) {
    auto job = ExportJob::begin(store_of(300), request_of("ndjson"), manifest_of("complete"), kWall).take();
    return all_bytes(*job, fuel);
  };
  EXPECT_EQ(bytes(1), bytes(100000));
  EXPECT_EQ(bytes(7), bytes(100000));
}

TEST(ExportJob, ARunThatIsNotCompleteSaysSoInTheFileName) {
  for (const char* state : {"partial", "stopped", "failed"}) {
    auto job = ExportJob::begin(store_of(1), request_of("csv"), manifest_of(state), kWall).take();
    EXPECT_EQ(job->file_name(), "sluice-assets-20261121-0000Z-PARTIAL.csv");
  }
}

TEST(ExportJob, RefusesWhatDoesNotExist) {
  const auto code = [](ExportRequest request) {
    return ExportJob::begin(store_of(1), std::move(request), {}, kWall).error().code;
  };
  ExportRequest request = request_of("xlsx");
  EXPECT_EQ(code(request), "unknown_format");
  request = request_of("csv");
  request.table = "hosts";
  EXPECT_EQ(code(request), "unknown_table");
  request = request_of("csv");
  request.columns = {"nope"};
  EXPECT_EQ(code(request), "unknown_column");
  EXPECT_EQ(code(request_of("csv", "(((")), "invalid_filter");
  EXPECT_EQ(ExportJob::begin(nullptr, request_of("csv"), {}, kWall).error().code, "unknown_table");
}

TEST(ExportJob, HoldsItsStore) {
  std::shared_ptr<AssetStore> store = store_of(3);
  auto job = ExportJob::begin(store, request_of("csv"), manifest_of("complete"), kWall).take();
  store.reset();
  EXPECT_EQ(all_bytes(*job, 1), "id,os\r\n1,iOS\r\n2,Android\r\n3,iOS\r\n");
}

std::string written(ExportRequest request, Manifest manifest) {
  auto job = ExportJob::begin(store_of(1), std::move(request), std::move(manifest), kWall).take();
  std::string out;
  while (job->work(Fuel{1}, out) == Work::kMore) {
  }
  return out;
}

TEST(ExportJob, APartialFileEndsWithAFooterWhenAskedForOne) {
  Manifest manifest = manifest_of("partial");
  manifest.next_cursor = "643";
  ExportRequest request = request_of("csv");
  request.columns = {"id"};
  EXPECT_EQ(written(request, manifest), "id\r\n1\r\n") << "never unasked: it is no CSV any more";
  auto job = ExportJob::begin(store_of(1), request, manifest, kWall).take();
  std::string out;
  while (job->work(Fuel{1}, out) == Work::kMore) {
  }
  EXPECT_EQ(job->manifest().exported->sha256, sha256_hex(out));
  request.footer = true;
  EXPECT_EQ(written(request, manifest),
            "id\r\n1\r\n----BEGIN_RESPONSE_FOOTER_CSV\r\nSTATUS,NEXT_CURSOR\r\nTruncated,643\r\n"
            "----END_RESPONSE_FOOTER_CSV\r\n");
  EXPECT_EQ(written(request, manifest_of("complete")), "id\r\n1\r\n") << "a whole file needs none";
}

TEST(ExportJob, WithoutResultsTheirColumnIsThereAndEmpty) {
  const auto store = std::make_shared<AssetStore>(mobile_asset_columns(), mobile_detection_columns());
  store->append_asset(1);
  store->append_detection();
  store->detections().set_number(*store->detections().find_column("qid"), 610100);
  store->commit();
  ExportRequest request = request_of("csv");
  request.table = "detections";
  request.columns = {"qid", "results", "status"};
  auto job = ExportJob::begin(store, request, manifest_of("complete"), kWall).take();
  std::string out;
  while (job->work(Fuel{1}, out) == Work::kMore) {
  }
  EXPECT_EQ(out, "qid,results,status\r\n610100,,\r\n");
}

}  // namespace
}  // namespace sluice
