// Every input of the corpus and every one that once failed, through the function that libFuzzer drives. A folder that
// nobody replays would be silent, so each target has a corpus, and each folder a target.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "fuzz/target.h"

namespace sluice::fuzz {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = SLUICE_FUZZ_DIR;

std::vector<fs::path> inputs_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code nothing_there;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, nothing_there)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::string read(const fs::path& path) {
  std::string bytes;
  std::FILE* file = std::fopen(path.string().c_str(), "rb");
  if (file == nullptr) return bytes;
  char buffer[4096];
  for (size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, file)) > 0;) bytes.append(buffer, n);
  std::fclose(file);
  return bytes;
}

class FuzzReplay : public testing::TestWithParam<Target> {
 protected:
  static void replay(const std::vector<fs::path>& files) {
    for (const fs::path& file : files) EXPECT_EQ(GetParam().run(read(file)), "") << file;
  }
};

TEST_P(FuzzReplay, TheCorpusIsHandledWell) {
  const std::vector<fs::path> files = inputs_in(kFolder / "corpus" / GetParam().name);
  EXPECT_FALSE(files.empty()) << "nothing shows this target what its inputs look like";
  replay(files);
}

TEST_P(FuzzReplay, WhatOnceFailedIsHandledWell) { replay(inputs_in(kFolder / "crashes" / GetParam().name)); }

TEST_P(FuzzReplay, NoBytesAtAllAreHandledWell) { EXPECT_EQ(GetParam().run(""), ""); }

// What libFuzzer does first, in small: each input of the corpus cut short at every place.
TEST_P(FuzzReplay, ACutInputIsHandledWell) {
  for (const fs::path& file : inputs_in(kFolder / "corpus" / GetParam().name)) {
    const std::string bytes = read(file);
    const size_t stride = 1 + bytes.size() / 100;
    for (size_t size = 0; size < bytes.size(); size += stride) {
      EXPECT_EQ(GetParam().run(bytes.substr(0, size)), "") << file << " cut at " << size;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, FuzzReplay, testing::ValuesIn(targets()),
                         [](const auto& target) { return std::string(target.param.name); });

TEST(FuzzFolders, EachBelongsToATarget) {
  std::set<std::string> names;
  for (const Target& target : targets()) names.emplace(target.name);
  for (const char* folder : {"corpus", "crashes"}) {
    for (const fs::path& path : inputs_in(kFolder / folder)) {
      EXPECT_TRUE(names.count(path.filename().string())) << path << " is of no target";
    }
  }
}

}  // namespace
}  // namespace sluice::fuzz
