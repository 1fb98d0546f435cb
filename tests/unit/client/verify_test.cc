#include "client/verify.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/random.h"
#include "base/sha256.h"
#include "client/export_job.h"

namespace sluice {
namespace {

using Json = nlohmann::ordered_json;

constexpr WallTime kWall{1795219200LL * 1000000};  // 2026-11-21T00:00:00Z
constexpr const char* kFormats[] = {"csv", "ndjson", "json"};

// Texts that each format has to quote: line breaks, quotes, commas, brackets.
std::shared_ptr<AssetStore> store_of(int assets) {
  const char* const names[] = {"iOS", "two\r\nlines", "a \"quoted\" word", "a,b", "", "]},{\"id\":9", "back\\slash\\", "{[(é"};
  auto store = std::make_shared<AssetStore>(mobile_asset_columns(), mobile_detection_columns());
  for (int id = 1; id <= assets; ++id) {
    store->append_asset(id);
    store->assets().set_number(*store->assets().find_column("id"), id);
    store->assets().set_text(*store->assets().find_column("os"), names[id % 8]);
  }
  store->commit();
  return store;
}

ManifestPage page_of(uint64_t index, std::string in, std::string out, uint64_t assets) {
  ManifestPage page;
  page.index = index;
  page.cursor_in = std::move(in);
  page.cursor_out = std::move(out);
  page.status = 200;
  page.bytes = 1000 + index;
  page.sha256 = sha256_hex("page " + std::to_string(index));
  page.assets = assets;
  page.attempts = 1;
  return page;
}

// A run of three pages with `assets` assets, the last of which holds one asset.
Manifest run_of(uint64_t assets) {
  Manifest manifest;
  manifest.version = "0.1.0";
  manifest.run_id = "run-1";
  manifest.source = "mobile.assets";
  manifest.state = "complete";
  manifest.path = "/sem/v1/assetList";
  manifest.parameters = {{"action", "list"}};
  manifest.started_at = "2026-11-21T00:00:00.000Z";
  manifest.finished_at = "2026-11-21T00:01:00.000Z";
  manifest.pages = {page_of(0, "", "7", 3), page_of(1, "7", "20", assets - 4), page_of(2, "20", "", 1)};
  manifest.calls = 3;
  manifest.bytes = 3003;
  manifest.assets = assets;
  return manifest;
}

Manifest unfinished_run_of(uint64_t assets) {
  Manifest manifest = run_of(assets);
  manifest.state = "partial";
  manifest.why = "The gateway answered 500.";
  manifest.pages.back().cursor_out = "643";
  manifest.next_cursor = "643";
  manifest.calls = 5;
  manifest.retries = 2;
  return manifest;
}

struct Exported {
  std::string manifest;
  std::string file;
};

Exported export_of(ExportRequest request, Manifest run) {
  const int assets = static_cast<int>(run.assets);
  auto job = ExportJob::begin(store_of(assets), std::move(request), std::move(run), kWall).take();
  Exported exported;
  while (job->work(Fuel{10}, exported.file) == Work::kMore) {
  }
  exported.manifest = job->manifest().to_json();
  return exported;
}

ExportRequest request_of(const char* format, std::string filter = "") {
  ExportRequest request;
  request.table = "assets";
  request.format = format;
  request.filter = std::move(filter);
  request.columns = {"id", "os"};
  return request;
}

Exported export_of(const char* format, uint64_t assets = 17) { return export_of(request_of(format), run_of(assets)); }

std::vector<std::string> problems_of(std::string_view manifest, const std::string& file, size_t fuel = 1000) {
  VerifyJob job(manifest);
  job.add(file);
  job.end();
  while (job.work(Fuel{fuel}) == Work::kMore) {
  }
  EXPECT_TRUE(job.over());
  EXPECT_EQ(job.verdict().ok, job.verdict().problems.empty());
  return job.verdict().problems;
}

std::vector<std::string> problems_of(const Exported& exported) { return problems_of(exported.manifest, exported.file); }

std::vector<std::string> problems_of_manifest(std::string_view manifest) {
  VerifyJob job(manifest);
  job.end(false);
  EXPECT_EQ(job.work(Fuel{1}), Work::kDone);
  return job.verdict().problems;
}

using Texts = std::vector<std::string>;

std::string joined(const Texts& texts) {
  std::string all;
  for (const std::string& text : texts) all += text + "\n";
  return all;
}

// The problems of an export whose manifest was changed at one place.
std::string after(const char* pointer, Json value, const char* format = "csv") {
  Exported exported = export_of(format);
  Json manifest = Json::parse(exported.manifest);
  manifest[Json::json_pointer(pointer)] = std::move(value);
  return joined(problems_of(manifest.dump(), exported.file));
}

TEST(Verify, EveryExportIsItself) {
  for (const char* format : kFormats) {
    EXPECT_EQ(problems_of(export_of(format)), Texts{}) << format;
    EXPECT_EQ(problems_of(export_of(request_of(format, "id>5"), run_of(17))), Texts{}) << format;
    EXPECT_EQ(problems_of(export_of(request_of(format, "id>500"), run_of(17))), Texts{}) << format << ", no row";
    EXPECT_EQ(problems_of(export_of(request_of(format), unfinished_run_of(17))), Texts{}) << format;
    ExportRequest everything = request_of(format);
    everything.columns.clear();
    EXPECT_EQ(problems_of(export_of(everything, run_of(17))), Texts{}) << format;
    ExportRequest one = request_of(format);
    one.columns = {"os"};
    EXPECT_EQ(problems_of(export_of(one, run_of(17))), Texts{}) << format << ", empty cells alone in their line";
  }
}

TEST(Verify, ASpreadsheetsFileIsItself) {
  ExportRequest request = request_of("csv");
  request.excel_safe = true;
  const Exported exported = export_of(request, run_of(17));
  EXPECT_EQ(problems_of(exported), Texts{});
  Json manifest = Json::parse(exported.manifest);
  manifest["export"]["excelSafe"] = false;
  EXPECT_EQ(problems_of(manifest.dump(), exported.file),
            Texts{"The file begins with a byte order mark, but excelSafe is false."});
  EXPECT_NE(after("/export/excelSafe", true).find("does not begin with a byte order mark"), std::string::npos);
}

TEST(Verify, AnyPiecesAndAnyFuelGiveTheSameAnswer) {
  for (const char* format : kFormats) {
    const Exported exported = export_of(format);
    EXPECT_EQ(problems_of(exported.manifest, exported.file, 1), Texts{});
    VerifyJob job(exported.manifest);
    for (const char c : exported.file) {
      job.add(std::string(1, c));
      EXPECT_EQ(job.work(Fuel{100}), Work::kDone);
      EXPECT_FALSE(job.over());
    }
    job.end();
    EXPECT_EQ(job.work(Fuel{100}), Work::kDone);
    EXPECT_TRUE(job.verdict().ok) << joined(job.verdict().problems);
  }
}

TEST(Verify, WorkEndsWhereTheFuelDoes) {
  const Exported exported = export_of("csv");
  VerifyJob job(exported.manifest);
  job.add(exported.file);
  job.end();
  size_t turns = 1;
  while (job.work(Fuel{10}) == Work::kMore) ++turns;
  EXPECT_EQ(turns, (exported.file.size() + 9) / 10);
}

TEST(Verify, EveryChangeOfAByteIsTold) {
  for (const char* format : kFormats) {
    const Exported exported = export_of(format);
    for (size_t i = 0; i < exported.file.size(); ++i) {
      for (const int flip : {1, 2, 32, 128}) {
        std::string file = exported.file;
        file[i] = static_cast<char>(file[i] ^ flip);
        const std::string problems = joined(problems_of(exported.manifest, file));
        EXPECT_NE(problems.find("SHA-256"), std::string::npos) << format << " " << i;
      }
    }
  }
}

TEST(Verify, WhatIsMissingOrAddedIsCounted) {
  for (const char* format : kFormats) {
    const Exported exported = export_of(format);
    const std::string told = std::to_string(exported.file.size());
    for (size_t size = 0; size < exported.file.size(); ++size) {
      const std::string problems = joined(problems_of(exported.manifest, exported.file.substr(0, size)));
      EXPECT_NE(problems.find("The file has " + std::to_string(size) + " bytes, the manifest says " + told + ": " +
                              std::to_string(exported.file.size() - size) + " less."),
                std::string::npos)
          << problems;
    }
    EXPECT_NE(joined(problems_of(exported.manifest, exported.file + "x")).find(": 1 more."), std::string::npos);
  }
}

TEST(Verify, RowsAreCountedInTheFileItself) {
  for (const char* format : kFormats) {
    // A run that is not complete may have fewer rows, so nothing else contradicts the number.
    Exported exported = export_of(request_of(format), unfinished_run_of(17));
    Json manifest = Json::parse(exported.manifest);
    manifest["export"]["rows"] = 16;
    EXPECT_EQ(problems_of(manifest.dump(), exported.file),
              Texts{"The file has 17 rows, the manifest says 16: 1 more."}) << format;
    manifest["export"]["rows"] = 20;
    EXPECT_EQ(problems_of(manifest.dump(), exported.file),
              Texts{"The file has 17 rows, the manifest says 20: 3 less."}) << format;
  }
  EXPECT_NE(after("/export/rows", 16).find("no filter left any out: 1 less"), std::string::npos);
}

TEST(Verify, ColumnsAreThoseOfTheFile) {
  EXPECT_EQ(after("/export/columns", {"id", "platform"}),
            "Column 2 of the file's header is \"os\", the manifest says \"platform\".\n");
  EXPECT_EQ(after("/export/columns", {"id"}),
            "The file's header has 2 columns, the manifest lists 1.\n"
            "Row 1 of the file has 2 fields instead of 1.\n");
  for (const char* format : {"ndjson", "json"}) {
    EXPECT_EQ(after("/export/columns", {"id", "platform"}, format),
              "Row 1 of the file has a member \"os\" that is no column of the manifest.\n");
  }
}

TEST(Verify, AFooterIsNoRow) {
  ExportRequest request = request_of("csv");
  request.footer = true;
  const Exported exported = export_of(request, unfinished_run_of(17));
  ASSERT_NE(exported.file.find("END_RESPONSE_FOOTER"), std::string::npos);
  EXPECT_EQ(problems_of(exported), Texts{});
  Json manifest = Json::parse(exported.manifest);
  manifest["nextCursor"] = "644";
  manifest["pages"][2]["cursorOut"] = "644";
  EXPECT_EQ(problems_of(manifest.dump(), exported.file),
            Texts{"The file's footer says that the next cursor is \"643\", the manifest says \"644\"."});
}

TEST(Verify, RowsThatBeginLikeAFooterAreRows) {
  const std::string file = "os\r\n----BEGIN_RESPONSE_FOOTER_CSV\r\n----BEGIN_RESPONSE_FOOTER_CSV\r\niOS\r\n";
  Exported exported = export_of(request_of("csv"), unfinished_run_of(17));
  Json manifest = Json::parse(exported.manifest);
  manifest["export"]["columns"] = {"os"};
  manifest["export"]["rows"] = 3;
  manifest["export"]["bytes"] = file.size();
  manifest["export"]["sha256"] = sha256_hex(file);
  EXPECT_EQ(problems_of(manifest.dump(), file), Texts{});
}

TEST(Verify, EachMemberMustBeThereAndOfItsType) {
  const Exported exported = export_of("csv");
  const Json whole = Json::parse(exported.manifest);
  const auto spoil = [&](const Json::json_pointer& at, const std::string& name) {
    for (const bool remove : {true, false}) {
      Json manifest = whole;
      if (remove) {
        manifest[at].erase(name);
      } else {
        manifest[at][name] = Json::array({Json::array()});
      }
      if (name == "export" && remove) continue;
      EXPECT_FALSE(problems_of(manifest.dump(), exported.file).empty()) << at.to_string() << "/" << name;
    }
  };
  for (const char* at : {"", "/budget", "/totals", "/pages/0", "/export"}) {
    const Json::json_pointer pointer(at);
    for (const auto& [name, value] : whole[pointer].items()) {
      if (name != "nextCursor") spoil(pointer, name);
    }
  }
  EXPECT_EQ(after("/totals/bytes", "3003"), "The manifest's member totals.bytes is not a whole number from 0.\n");
  EXPECT_EQ(after("/pages/1/assets", -1), "The manifest's member pages[1].assets is not a whole number from 0.\n");
  EXPECT_EQ(after("/startedAt", "yesterday"), "The manifest's member startedAt is not a date and time.\n");
  EXPECT_EQ(after("/nextCursor", 7), "The manifest's member nextCursor is not a text.\n");
}

TEST(Verify, ACompleteRunHasNothingLeft) {
  EXPECT_EQ(after("/nextCursor", "643"), "The state is complete, but nextCursor is \"643\".\n"
                                         "nextCursor is \"643\", but the last page ends with cursorOut \"\".\n");
  EXPECT_EQ(after("/pages/2/cursorOut", "643"),
            "The state is complete, but a page is due behind the last: its cursorOut is \"643\".\n");
  EXPECT_EQ(after("/why", "The gateway answered 500."),
            "The state is complete, but the manifest says why it is not: \"The gateway answered 500.\".\n");
  EXPECT_NE(after("/totals/quarantined", 1).find("complete, but records were quarantined: 0 are listed, 1 counted"),
            std::string::npos);
  EXPECT_NE(after("/pages", Json::array()).find("complete, but the manifest lists no page"), std::string::npos);
  EXPECT_EQ(after("/state", "partial"), "The state is partial, but the manifest's member why does not say why.\n");
  EXPECT_EQ(after("/state", "done"), "The manifest's state \"done\" is none of complete, partial, stopped and failed.\n");
  Json manifest = Json::parse(unfinished_run_of(17).to_json());
  EXPECT_EQ(problems_of_manifest(manifest.dump()), Texts{});
  manifest["state"] = "complete";
  EXPECT_GE(problems_of_manifest(manifest.dump()).size(), 3u);
}

// A pull of what has changed: of 20 assets 3 were named, 2 came again and 1 is gone; one page named and one brought.
Manifest increment_of_twenty() {
  Manifest manifest = run_of(19);
  manifest.pages = {page_of(0, "", "", 3), page_of(1, "", "", 2)};
  manifest.pages.front().names = true;
  manifest.pages.back().range = "7-20";
  manifest.calls = 2;
  manifest.bytes = 2001;
  ManifestBase& base = manifest.base.emplace();
  base.run_id = "run-0";
  base.whole_started_at = base.since = "2026-11-20T00:00:00Z";
  base.assets = 20;
  base.named = 3;
  base.replaced = 2;
  base.gone_count = 1;
  base.gone = {9};
  return manifest;
}

TEST(Verify, RowsOfABaseCountAndNamesDoNot) {
  const Manifest manifest = increment_of_twenty();
  EXPECT_EQ(problems_of_manifest(manifest.to_json()), Texts{});
  for (uint64_t ManifestBase::*count : {&ManifestBase::assets, &ManifestBase::replaced, &ManifestBase::gone_count}) {
    Manifest changed = manifest;
    ++((*changed.base).*count);
    EXPECT_NE(problems_of_manifest(changed.to_json()), Texts{});
  }
  Manifest brought = manifest;
  brought.pages.front().names = false;
  EXPECT_NE(problems_of_manifest(brought.to_json()), Texts{});
}

TEST(Verify, AnIncrementHasNothingLeftInEitherOfItsLists) {
  for (const size_t page : {0u, 1u}) {
    Manifest manifest = increment_of_twenty();
    manifest.pages[1].range.clear();
    manifest.pages[page].cursor_out = "643";
    const std::string problems = joined(problems_of_manifest(manifest.to_json()));
    EXPECT_NE(problems.find("a page is due behind the last"), std::string::npos) << problems;
  }
}

TEST(Verify, ABaseIsAnObjectWithAllItsMembers) {
  Json manifest = Json::parse(increment_of_twenty().to_json());
  manifest["base"].erase("since");
  EXPECT_NE(joined(problems_of_manifest(manifest.dump())).find("base.since is missing"), std::string::npos);
  manifest["base"] = "run-0";
  EXPECT_NE(joined(problems_of_manifest(manifest.dump())).find("base is not an object"), std::string::npos);
}

TEST(Verify, PagesFollowEachOther) {
  EXPECT_EQ(after("/pages/1/index", 2), "The index of pages[1] is 2 instead of 1.\n");
  EXPECT_EQ(after("/pages/1/cursorIn", "8"),
            "The cursorIn of pages[1] is \"8\", but the page before it ends with cursorOut \"7\".\n");
  EXPECT_EQ(after("/pages/1/status", 500), "The status of pages[1] is 500, with which no page comes.\n");
  EXPECT_EQ(after("/pages/1/sha256", "ABC"), "The sha256 of pages[1] is not 64 lower-case hexadecimal digits.\n");
  EXPECT_EQ(after("/pages/1/attempts", 0), "The attempts of pages[1] are 0, but it came.\n");
  Json manifest = Json::parse(export_of("csv").manifest);
  manifest["pages"].erase(1);
  const std::string problems = joined(problems_of_manifest(manifest.dump()));
  EXPECT_NE(problems.find("The index of pages[1] is 2 instead of 1."), std::string::npos);
  EXPECT_NE(problems.find("pages[1] is \"20\", but the page before it ends with cursorOut \"7\""), std::string::npos);
}

TEST(Verify, APageMayBeginBehindAQuarantinedAsset) {
  Manifest manifest = unfinished_run_of(17);
  manifest.pages[1].cursor_in = "9";
  manifest.quarantined = 1;
  for (const std::optional<int64_t> id : {std::optional<int64_t>(8), std::optional<int64_t>()}) {
    std::optional<std::string> range;
    if (!id) range = "7-8";
    manifest.quarantine = {{id, range, "9", "The gateway fails for it.", ""}};
    EXPECT_EQ(problems_of_manifest(manifest.to_json()), Texts{});
  }
  const Texts gap{"The cursorIn of pages[1] is \"9\", but the page before it ends with cursorOut \"7\"."};
  for (const char* range : {"7-7", "8-9", "", "-", "x"}) {
    manifest.quarantine = {{std::nullopt, range, "9", "The gateway fails for it.", ""}};
    EXPECT_EQ(problems_of_manifest(manifest.to_json()), gap) << range;
  }
}

TEST(Verify, TotalsAreTheSumsOfThePages) {
  EXPECT_EQ(after("/totals/bytes", 3000), "totals.bytes is 3000, but the bytes of the pages sum up to 3003: 3 more.\n");
  EXPECT_EQ(after("/totals/bytes", 3004), "totals.bytes is 3004, but the bytes of the pages sum up to 3003: 1 less.\n");
  EXPECT_EQ(after("/pages/0/bytes", 1), "totals.bytes is 3003, but the bytes of the pages sum up to 2004: 999 less.\n");
  EXPECT_NE(after("/totals/assets", 18).find("totals.assets and totals.duplicates are 18 and 0, but the assets of the pages "
                                             "sum up to 17: 1 less."), std::string::npos);
  EXPECT_NE(after("/totals/detections", 5).find("totals.detections is 5, but the detections of the pages sum up to 0: 5 less."),
            std::string::npos);
  EXPECT_NE(after("/totals/duplicates", 2).find("sum up to 17: 2 less"), std::string::npos);
  EXPECT_NE(after("/totals/calls", 2).find("totals.calls is 2, but the attempts of the pages are 3: 1 more."),
            std::string::npos);
  EXPECT_NE(after("/totals/retries", 9).find("retries and refused sum up to 9: 6 more"), std::string::npos);
}

TEST(Verify, TheSourceAndItsTablesAreKnown) {
  EXPECT_EQ(after("/source", "mobile.things"),
            "The manifest names a source that Sluice does not know: \"mobile.things\".\n");
  EXPECT_EQ(after("/export/table", "ot.hosts"),
            "export.table is \"ot.hosts\", which a pull of mobile.assets does not fill.\n");
  EXPECT_NE(after("/export/format", "xlsx").find("\"xlsx\" is not one whose rows can be counted"), std::string::npos);
  EXPECT_FALSE(after("/export/format", "json").empty());
}

TEST(Verify, AFileNeedsAnExportAndAnExportAFile) {
  const Exported exported = export_of("csv");
  EXPECT_EQ(problems_of_manifest(exported.manifest),
            Texts{"The manifest describes an export, but no file was given to compare with it."});
  const std::string alone = run_of(17).to_json();
  EXPECT_EQ(problems_of_manifest(alone), Texts{});
  EXPECT_EQ(problems_of(alone, exported.file),
            Texts{"The manifest describes no export, so there is nothing to compare the file with."});
}

TEST(Verify, WhatIsNoManifestIsToldSo) {
  EXPECT_EQ(problems_of_manifest(""), Texts{"The manifest is not JSON."});
  EXPECT_EQ(problems_of_manifest("{\"tool\":"), Texts{"The manifest is not JSON."});
  EXPECT_EQ(problems_of_manifest("[1]"), Texts{"The manifest is not a JSON object."});
  EXPECT_EQ(problems_of_manifest("{\"tool\":\"other\"}"),
            Texts{"The manifest is not Sluice's: its member tool is not \"sluice\"."});
  EXPECT_EQ(problems_of_manifest(std::string(1000000, '[')), Texts{"The manifest nests deeper than 16."});
  EXPECT_EQ(problems_of_manifest("[" + std::string(kManifestValuesMax, ',')),
            Texts{"The manifest holds more than 4000000 values."});
}

TEST(Verify, ManyProblemsAreCountedAndNotAllListed) {
  Manifest manifest = run_of(17);
  for (uint64_t i = 0; i < 1000; ++i) manifest.pages.push_back(page_of(i, "x", "y", 0));
  const Texts problems = problems_of_manifest(manifest.to_json());
  ASSERT_EQ(problems.size(), kVerifyProblemsMax + 1);
  EXPECT_EQ(problems.back().substr(0, 4), "And ");
}

TEST(Verify, AnyBytesGiveAnAnswer) {
  Random random(7);
  for (int round = 0; round < 600; ++round) {
    Exported exported = export_of(kFormats[round % 3], 5);
    std::string& spoiled = round % 2 ? exported.manifest : exported.file;
    for (int change = 0; change < 8 && !spoiled.empty(); ++change) {
      const size_t at = static_cast<size_t>(random.below(spoiled.size()));
      switch (random.below(3)) {
        case 0: spoiled[at] = static_cast<char>(random.below(256)); break;
        case 1: spoiled.erase(at, static_cast<size_t>(random.below(40))); break;
        default: spoiled.insert(at, 1, "\"{}[],:\\\r\n-9e"[random.below(13)]);
      }
    }
    const Verdict verdict{problems_of(exported).empty(), problems_of(exported)};
    EXPECT_TRUE(round % 2 || !verdict.ok || exported.file == export_of(kFormats[round % 3], 5).file);
  }
}

}  // namespace
}  // namespace sluice
