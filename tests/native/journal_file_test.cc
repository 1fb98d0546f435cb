// Journals as files: what is on the disk after each step, and after each failure.

#include "journal_file.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/sha256.h"
#include "journal/journal_reader.h"

namespace sluice {
namespace {

namespace fs = std::filesystem;

JournalEntry page(const std::string& body) {
  return {R"({"entry":"page","bytes":)" + std::to_string(body.size()) + R"(,"sha256":")" + sha256_hex(body) + "\"}",
          journal_pieces(body)};
}

struct JournalFiles : testing::Test {
  JournalFiles() {
    std::string name = (fs::temp_directory_path() / "sluice-journal-XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  ~JournalFiles() override {
    std::error_code left_behind;
    fs::remove_all(folder, left_behind);
  }

  std::string bytes_of(const std::string& name) const {
    std::ifstream file(folder + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void put(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder + "/" + name, std::ios::binary | std::ios::trunc) << bytes;
  }

  std::string folder;
};

// Files may not grow past `bytes` while it lives, as on a disk that is full.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : handler_(::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

TEST_F(JournalFiles, HoldTheBytesOfTheirEntries) {
  Result<JournalFile> file = JournalFile::create(folder, "run-1");
  ASSERT_TRUE(file);
  const JournalEntry large = page(std::string(3 * kJournalPieceBytes, 'x'));
  ASSERT_TRUE(file.value().append({R"({"bytes":0})", {}}));
  ASSERT_TRUE(file.value().append(large));
  std::string expected = std::string(kJournalMagic) + "{\"bytes\":0}\n";
  for (const std::string_view view : framed(large)) expected += view;
  EXPECT_EQ(bytes_of("run-1.journal"), expected);
  EXPECT_EQ(file.value().bytes(), expected.size());
}

TEST_F(JournalFiles, AreTheirOwnersAlone) {
  ASSERT_TRUE(JournalFile::create(folder, "run-1"));
  struct stat facts {};
  ASSERT_EQ(::stat((folder + "/run-1.journal").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
}

TEST_F(JournalFiles, AreNeverWrittenOver) {
  ASSERT_TRUE(JournalFile::create(folder, "run-1"));
  EXPECT_EQ(JournalFile::create(folder, "run-1").error().code, "journal_exists");
}

TEST_F(JournalFiles, NeverLeaveTheirFolder) {
  for (const char* name : {"", "..", "../x", "a/b", "a.b", "a b", "\xC3\xA4"}) {
    EXPECT_EQ(JournalFile::create(folder, name).error().code, "bad_run_id") << name;
    EXPECT_EQ(JournalFile::reopen(folder, name).error().code, "bad_run_id") << name;
    EXPECT_EQ(JournalSource::open_run(folder, name).error().code, "bad_run_id") << name;
  }
}

TEST_F(JournalFiles, AreWrittenOnBehindTheirLastWholeEntry) {
  { ASSERT_TRUE(JournalFile::create(folder, "run-1").value().append(page("one"))); }
  const std::string whole = bytes_of("run-1.journal");
  put("run-1.journal", whole + "{\"entry\":\"page\",\"bytes\":100,\"sha");
  {
    Result<JournalFile> file = JournalFile::reopen(folder, "run-1");
    ASSERT_TRUE(file);
    EXPECT_EQ(bytes_of("run-1.journal"), whole);
    ASSERT_TRUE(file.value().append({R"({"bytes":0})", {}}));
  }
  EXPECT_EQ(bytes_of("run-1.journal"), whole + "{\"bytes\":0}\n");
}

TEST_F(JournalFiles, HaveOneWriterAtATime) {
  const Result<JournalFile> file = JournalFile::create(folder, "run-1");
  ASSERT_TRUE(file);
  EXPECT_EQ(JournalFile::reopen(folder, "run-1").error().code, "journal_in_use");
}

TEST_F(JournalFiles, ThatAreNoneAreLeftAsTheyAre) {
  put("run-1.journal", "something else");
  EXPECT_EQ(JournalFile::reopen(folder, "run-1").error().code, "bad_checkpoint");
  EXPECT_EQ(bytes_of("run-1.journal"), "something else");
  EXPECT_EQ(JournalFile::reopen(folder, "run-2").error().code, "unknown_run");
}

TEST_F(JournalFiles, OnAFullDiskEndWithTheLastWholeEntry) {
  Result<JournalFile> file = JournalFile::create(folder, "run-1");
  ASSERT_TRUE(file);
  ASSERT_TRUE(file.value().append(page("one")));
  const std::string whole = bytes_of("run-1.journal");
  {
    const FullDisk disk(whole.size() + 100000);  // room for a half of the next
    const Result<void> written = file.value().append(page(std::string(200000, 'x')));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, "disk_full");
    EXPECT_NE(written.error().message.find("run-1.journal cannot be written: "), std::string::npos);
    EXPECT_EQ(bytes_of("run-1.journal"), whole);
  }
  ASSERT_TRUE(file.value().append(page("two"))) << "there is room again";
  EXPECT_EQ(JournalSource::open_run(folder, "run-1").value().next().value(), bytes_of("run-1.journal"));
}

TEST_F(JournalFiles, OfWhichNotEvenTheFirstLineFitsAreNotLeftBehind) {
  const FullDisk disk(5);
  EXPECT_EQ(JournalFile::create(folder, "run-1").error().code, "disk_full");
  EXPECT_FALSE(fs::exists(folder + "/run-1.journal"));
}

TEST_F(JournalFiles, SayWhyTheyCannotBeCreated) {
  const Result<JournalFile> nowhere = JournalFile::create(folder + "/missing", "run-1");
  EXPECT_EQ(nowhere.error().code, "journal_failed");
  EXPECT_NE(nowhere.error().message.find("No such file or directory"), std::string::npos);
  put("file", "");
  EXPECT_NE(JournalFile::create(folder + "/file", "run-1").error().message.find("Not a directory"), std::string::npos);
}

TEST_F(JournalFiles, AreReadInPieces) {
  ASSERT_TRUE(JournalFile::create(folder, "run-1").value().append(page(std::string(200000, 'x'))));
  Result<JournalSource> source = JournalSource::open_run(folder, "run-1");
  ASSERT_TRUE(source);
  std::string all;
  for (Result<std::string> bytes = source.value().next(); !bytes.value().empty(); bytes = source.value().next()) {
    EXPECT_LE(bytes.value().size(), kJournalPieceBytes);
    all += bytes.value();
  }
  EXPECT_EQ(all, bytes_of("run-1.journal"));
  EXPECT_EQ(JournalSource::open(folder + "/none").error().code, "unknown_run");
  Result<JournalSource> directory = JournalSource::open(folder);
  ASSERT_TRUE(directory);
  EXPECT_NE(directory.value().next().error().message.find("Is a directory"), std::string::npos);
}

TEST_F(JournalFiles, AreListedWithTheirNewestSummary) {
  Result<JournalFile> later = JournalFile::create(folder, "run-2");
  ASSERT_TRUE(later.value().keep_summary(R"({"assets":1})"));
  ASSERT_TRUE(later.value().keep_summary(R"({"assets":2})"));
  ASSERT_TRUE(JournalFile::create(folder, "run-1"));
  put("other.txt", "");
  put(".journal", "");
  const Result<std::vector<KeptRun>> runs = kept_runs(folder);
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs.value().size(), 2u);
  EXPECT_EQ(runs.value()[0].run_id, "run-1");
  EXPECT_EQ(runs.value()[0].summary, "");
  EXPECT_EQ(runs.value()[1].run_id, "run-2");
  EXPECT_EQ(runs.value()[1].summary, R"({"assets":2})");
  EXPECT_EQ(runs.value()[1].bytes, kJournalMagic.size());
  EXPECT_TRUE(kept_runs(folder + "/missing").value().empty());
}

}  // namespace
}  // namespace sluice
