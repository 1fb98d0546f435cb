// The headless program over real sockets and a real disk: killed in the middle, with no room left, on other machines.

#include <gtest/gtest.h>
#include <httplib.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

#include "gateway_process.h"
#include "journal_file.h"

namespace sluice {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPageEntry = "\n{\"entry\":\"page\"";
constexpr int kPollsMax = 6000;  // of 10 ms

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

size_t pages_in(const std::string& journal) {
  const std::string bytes = bytes_of(journal);
  size_t pages = 0;
  for (size_t at = bytes.find(kPageEntry); at != std::string::npos; at = bytes.find(kPageEntry, at + 1)) ++pages;
  return pages;
}

// One run of the program, as a child whose words are kept in a file.
class Headless {
 public:
  Headless(std::vector<std::string> arguments, const std::string& words, rlim_t file_bytes_max = RLIM_INFINITY) {
    arguments.insert(arguments.begin(), SLUICE_HEADLESS);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_ = fork();
    if (pid_ != 0) return;
    const bool heard = std::freopen(words.c_str(), "w", stderr) && std::freopen(words.c_str(), "a", stdout);
    if (!heard) _exit(127);
    if (file_bytes_max != RLIM_INFINITY) {
      ::signal(SIGXFSZ, SIG_IGN);  // a write past the limit is then an error, as on a full disk
      const rlimit limit{file_bytes_max, file_bytes_max};
      ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ::setenv("SLUICE_PASSWORD", "rehearsal", 1);
    execv(argv[0], argv.data());
    _exit(127);
  }
  ~Headless() { kill(); }
  Headless(const Headless&) = delete;
  Headless& operator=(const Headless&) = delete;

  int wait() {
    int status = 0;
    if (pid_ > 0) waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  void kill() {
    if (pid_ > 0) ::kill(pid_, SIGKILL);
    wait();
  }
  bool running() const { return pid_ > 0 && waitpid(pid_, nullptr, WNOHANG) == 0; }

 private:
  pid_t pid_ = -1;
};

class NativeResume : public testing::Test {
 protected:
  NativeResume() {
    std::string name = (fs::temp_directory_path() / "sluice-resume-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    fs::create_directory(keep());
  }
  ~NativeResume() override {
    std::error_code left_behind;
    fs::remove_all(folder, left_behind);
  }

  std::string keep() const { return folder + "/keep"; }
  std::string out(const std::string& name) const { return folder + "/" + name + ".csv"; }
  std::string words(const std::string& name) const { return bytes_of(folder + "/" + name + ".txt"); }

  std::vector<std::string> arguments(const std::string& name, std::vector<std::string> more) const {
    std::vector<std::string> all = {"--gateway", gateway.address(), "--user", "acme_mg1", "--out", out(name),
                                    "--page-size", "5"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  int run(const std::string& name, std::vector<std::string> more, rlim_t file_bytes_max = RLIM_INFINITY) const {
    return Headless(arguments(name, std::move(more)), folder + "/" + name + ".txt", file_bytes_max).wait();
  }
  std::string only_run() const {
    const Result<std::vector<KeptRun>> runs = kept_runs(keep());
    return runs && runs.value().size() == 1 ? runs.value().front().run_id : "there is not one run";
  }
  std::string journal() const { return keep() + "/" + only_run() + ".journal"; }

  GatewayProcess gateway{{"--seed", "4", "--assets", "60", "--rate-limit", "0", "--control"}};
  std::string folder;
};

TEST_F(NativeResume, AKilledPullGoesOnAndGivesTheExportOfAnUninterruptedOne) {
  ASSERT_TRUE(gateway.running());
  ASSERT_EQ(run("uninterrupted", {}), 0) << words("uninterrupted");
  const std::string expected = bytes_of(out("uninterrupted"));
  // From now on three calls go at once, the next when a second has passed: in between nothing is on its way.
  httplib::Client control("127.0.0.1", gateway.port());
  ASSERT_TRUE(control.Post("/_sim/rate?limit=3&window=1"));
  Headless first(arguments("first", {"--keep", keep()}), folder + "/first.txt");
  for (const size_t pages : {size_t{3}, size_t{6}, size_t{9}}) {
    const std::string name = "resumed at " + std::to_string(pages);
    std::unique_ptr<Headless> resumed;
    if (pages > 3) {
      resumed = std::make_unique<Headless>(arguments(name, {"--keep", keep(), "--resume", only_run()}),
                                           folder + "/" + name + ".txt");
    }
    Headless& running = resumed ? *resumed : first;
    for (int polls = 0; polls < kPollsMax && pages_in(journal()) < pages; ++polls) {
      ASSERT_TRUE(running.running()) << words(resumed ? name : "first");
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    running.kill();
    EXPECT_LT(pages_in(journal()), 12u);
  }
  EXPECT_EQ(run("last", {"--keep", keep(), "--resume", only_run()}), 0) << words("last");
  EXPECT_EQ(bytes_of(out("last")), expected);
  EXPECT_EQ(run("again", {"--keep", keep(), "--resume", only_run()}), 0) << "a run that is over is there again";
  EXPECT_EQ(bytes_of(out("again")), expected);
}

TEST_F(NativeResume, WhatHasChangedIsPulledUponTheNewestRunOfTheFolderThatFits) {
  ASSERT_EQ(run("first", {"--keep", keep()}), 0) << words("first");
  ASSERT_EQ(run("another request", {"--keep", keep(), "--set", "severities=5"}), 0) << words("another request");
  for (const std::string visit : {"second", "third"}) {
    ASSERT_EQ(run(visit, {"--keep", keep(), "--since", "last"}), 0) << words(visit);
    EXPECT_EQ(bytes_of(out(visit)), bytes_of(out("first")));
    EXPECT_NE(words(visit).find("Since the last complete run"), std::string::npos) << words(visit);
    EXPECT_NE(bytes_of(out(visit) + ".manifest.json").find("\"base\""), std::string::npos);
  }
}

TEST_F(NativeResume, AFullDiskKeepsEverythingSoFarAndSaysSo) {
  ASSERT_EQ(run("uninterrupted", {}), 0) << words("uninterrupted");
  EXPECT_EQ(run("full", {"--keep", keep()}, 60000), 1);
  EXPECT_NE(words("full").find("File too large"), std::string::npos) << words("full");
  const size_t kept = pages_in(journal());
  EXPECT_GT(kept, 0u);
  EXPECT_LT(kept, 12u);
  EXPECT_LE(fs::file_size(journal()), 60000u);
  EXPECT_EQ(run("resumed", {"--keep", keep(), "--resume", only_run()}), 0) << words("resumed");
  EXPECT_EQ(bytes_of(out("resumed")), bytes_of(out("uninterrupted")));
}

TEST_F(NativeResume, AFileFromElsewhereGoesOnWithoutBeingKept) {
  EXPECT_EQ(run("full", {"--keep", keep()}, 60000), 1);
  const std::string checkpoint = folder + "/from.elsewhere";
  fs::rename(journal(), checkpoint);
  ASSERT_EQ(run("uninterrupted", {}), 0) << words("uninterrupted");
  EXPECT_EQ(run("resumed", {"--resume", checkpoint}), 0) << words("resumed");
  EXPECT_EQ(bytes_of(out("resumed")), bytes_of(out("uninterrupted")));
}

TEST_F(NativeResume, WhatCannotBeResumedIsToldInOneLine) {
  EXPECT_EQ(run("unknown", {"--keep", keep(), "--resume", "run-of-nobody"}), 1);
  EXPECT_EQ(words("unknown").substr(0, 12), "unknown_run:") << words("unknown");
  EXPECT_EQ(run("no journal", {"--resume", SLUICE_HEADLESS}), 1);
  EXPECT_EQ(words("no journal").substr(0, 15), "bad_checkpoint:") << words("no journal");
}

TEST_F(NativeResume, TheRunsOfAFolderAreListedWithTheirState) {
  ASSERT_EQ(run("kept", {"--keep", keep()}), 0) << words("kept");
  EXPECT_EQ(run("list", {"--runs", keep()}), 0);
  EXPECT_EQ(words("list").substr(0, only_run().size()), only_run());
  EXPECT_NE(words("list").find("\"state\":\"complete\""), std::string::npos) << words("list");
}

}  // namespace
}  // namespace sluice
