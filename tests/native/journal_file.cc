#include "journal_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "journal/journal_reader.h"

namespace sluice {
namespace {

constexpr mode_t kOwnerOnly = 0600;
constexpr size_t kRunIdBytesMax = 100;
constexpr size_t kSummaryBytesMax = 64 * 1024;
constexpr std::string_view kEnding = ".journal";

// Of the call that has just failed.
Error system_error(const std::string& what) {
  const int number = errno;
  const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
  return {full ? "disk_full" : "journal_failed", what + ": " + std::strerror(number) + "."};
}

std::string path_of(const std::string& folder, const std::string& run_id) {
  return folder + "/" + run_id + std::string(kEnding);
}

Error bad_run_id(const std::string& text) { return {"bad_run_id", "\"" + text + "\" is not the id of a run."}; }

// write() may take less than it is given, and may be interrupted.
bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

// A new file's name is durable when its folder is.
void sync_folder(const std::string& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

Result<uint64_t> good_bytes_of(const std::string& path) {
  Result<JournalSource> source = JournalSource::open(path);
  if (!source) return source.error();
  JournalReader reader;
  while (!reader.over()) {
    Result<std::string> bytes = source.value().next();
    if (!bytes) return bytes.error();
    if (bytes.value().empty()) reader.end();
    reader.add(bytes.take());
    while (reader.work(Fuel{kJournalPieceBytes}) == Work::kMore) reader.poll_entry();
  }
  if (reader.error()) return *reader.error();
  return reader.good_bytes();
}

std::string read_summary(const std::string& path) {
  std::string text;
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return text;
  text.resize(kSummaryBytesMax);
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  return text;
}

}  // namespace

bool is_run_id(const std::string& text) {
  return !text.empty() && text.size() <= kRunIdBytesMax && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

// ── writing ──

Result<JournalFile> JournalFile::create(const std::string& folder, const std::string& run_id) {
  if (!is_run_id(run_id)) return bad_run_id(run_id);
  const std::string path = path_of(folder, run_id);
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, kOwnerOnly);
  if (fd < 0 && errno == EEXIST) return Error{"journal_exists", "The run " + run_id + " has a journal already."};
  if (fd < 0) return system_error(path + " cannot be created");
  JournalFile file(fd, path, 0);
  ::flock(fd, LOCK_EX | LOCK_NB);
  if (const Result<void> begun = file.write_out({kJournalMagic}); !begun) {
    ::unlink(path.c_str());
    return begun.error();
  }
  sync_folder(folder);
  return file;
}

Result<JournalFile> JournalFile::reopen(const std::string& folder, const std::string& run_id) {
  if (!is_run_id(run_id)) return bad_run_id(run_id);
  const std::string path = path_of(folder, run_id);
  const int fd = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) return Error{"unknown_run", "There is no journal of a run " + run_id + "."};
  if (fd < 0) return system_error(path + " cannot be opened");
  JournalFile file(fd, path, 0);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    return Error{"journal_in_use", "Another program writes the journal of the run " + run_id + "."};
  }
  const Result<uint64_t> good = good_bytes_of(path);
  if (!good) return good.error();
  if (::ftruncate(fd, static_cast<off_t>(good.value())) != 0) return system_error(path + " cannot be cut");
  file.bytes_ = good.value();
  return file;
}

JournalFile::JournalFile(JournalFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)), bytes_(other.bytes_) {}

JournalFile& JournalFile::operator=(JournalFile&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(path_, other.path_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

JournalFile::~JournalFile() {
  if (fd_ >= 0) ::close(fd_);
}

Result<void> JournalFile::append(const JournalEntry& entry) { return write_out(framed(entry)); }

Result<void> JournalFile::write_out(const std::vector<std::string_view>& views) {
  uint64_t bytes = 0;
  bool written = true;
  for (const std::string_view view : views) {
    written = written && write_all(fd_, view);
    bytes += view.size();
  }
  if (!written || ::fsync(fd_) != 0) {
    const Error error = system_error(path_ + " cannot be written");
    // The half of an entry is of no use, and would hide what may be written later. Readers drop it if this fails too.
    if (::ftruncate(fd_, static_cast<off_t>(bytes_)) == 0) ::fsync(fd_);
    return error;
  }
  bytes_ += bytes;
  return {};
}

Result<void> JournalFile::cut(uint64_t bytes) {
  if (bytes == bytes_) return {};
  if (bytes > bytes_) return Error{"journal_failed", path_ + " is shorter than what the run has written to it."};
  if (::ftruncate(fd_, static_cast<off_t>(bytes)) != 0) return system_error(path_ + " cannot be cut");
  bytes_ = bytes;
  return {};
}

Result<void> JournalFile::keep_summary(const std::string& json) {
  const std::string path = path_.substr(0, path_.size() - kEnding.size()) + ".json";
  const std::string draft = path + ".new";
  const int fd = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kOwnerOnly);
  if (fd < 0) return system_error(draft + " cannot be created");
  const bool written = write_all(fd, json) && ::fsync(fd) == 0;
  Error error = written ? Error{} : system_error(draft + " cannot be written");
  ::close(fd);
  if (written && ::rename(draft.c_str(), path.c_str()) == 0) return {};
  if (written) error = system_error(path + " cannot be replaced");
  ::unlink(draft.c_str());
  return error;
}

// ── a folder of them ──

Result<JournalFile*> JournalFolder::file_of(const JournalWrite& write) {
  if (open_ && open_id_ == write.run_id) return &*open_;
  open_.reset();
  Result<JournalFile> file = JournalFile::reopen(path_, write.run_id);
  if (!file && file.error().code == "unknown_run") file = JournalFile::create(path_, write.run_id);
  if (!file) return file.error();
  open_ = file.take();
  open_id_ = write.run_id;
  return &*open_;
}

Result<void> JournalFolder::store(const JournalWrite& write) {
  const Result<JournalFile*> file = file_of(write);
  if (!file) return file.error();
  JournalFile& journal = *file.value();
  if (Result<void> cut = journal.cut(write.offset); !cut) return cut;
  if (Result<void> appended = journal.append(write.entry); !appended) return appended;
  return write.summary.empty() ? Result<void>() : journal.keep_summary(write.summary);
}

// ── reading ──

Result<JournalSource> JournalSource::open(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) return Error{"unknown_run", "There is no file " + path + "."};
  if (fd < 0) return system_error(path + " cannot be opened");
  return JournalSource(fd, path);
}

Result<JournalSource> JournalSource::open_run(const std::string& folder, const std::string& run_id) {
  if (!is_run_id(run_id)) return bad_run_id(run_id);
  return open(path_of(folder, run_id));
}

JournalSource::JournalSource(JournalSource&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)) {}

JournalSource::~JournalSource() {
  if (fd_ >= 0) ::close(fd_);
}

Result<std::string> JournalSource::next() {
  std::string bytes(kJournalPieceBytes, '\0');
  ssize_t got = 0;
  do {
    got = ::read(fd_, bytes.data(), bytes.size());
  } while (got < 0 && errno == EINTR);
  if (got < 0) return system_error(path_ + " cannot be read");
  bytes.resize(static_cast<size_t>(got));
  return bytes;
}

Result<std::vector<KeptRun>> kept_runs(const std::string& folder) {
  std::vector<KeptRun> runs;
  DIR* const listing = ::opendir(folder.c_str());
  if (listing == nullptr && errno == ENOENT) return runs;
  if (listing == nullptr) return system_error(folder + " cannot be read");
  while (const dirent* found = ::readdir(listing)) {
    const std::string name = found->d_name;
    if (name.size() <= kEnding.size() || name.substr(name.size() - kEnding.size()) != kEnding) continue;
    KeptRun run;
    run.run_id = name.substr(0, name.size() - kEnding.size());
    struct stat facts {};
    const std::string path = folder + "/" + name;
    if (!is_run_id(run.run_id) || ::stat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) continue;
    run.bytes = static_cast<uint64_t>(facts.st_size);
    run.summary = read_summary(folder + "/" + run.run_id + ".json");
    runs.push_back(std::move(run));
  }
  ::closedir(listing);
  std::sort(runs.begin(), runs.end(), [](const KeptRun& a, const KeptRun& b) { return a.run_id < b.run_id; });
  return runs;
}

}  // namespace sluice
