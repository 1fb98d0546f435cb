#include "platform/journal_store.h"

#include <emscripten.h>

#include <algorithm>
#include <utility>

#include "platform/clock.h"
#include "platform/frame_stats.h"
#include "platform/inbox.h"

extern "C" {
void sluice_journal_start(void);
void sluice_journal_pick(void);
void sluice_journal_write(const char* run, double place, const char* head, int pieces, double journal_bytes,
                          const char* summary, int claims);
void sluice_journal_give_up_write(void);  // tells of the failure within the call, and so does the next
void sluice_journal_give_up_read(void);
void sluice_journal_open_run(const char* run);
void sluice_journal_open_checkpoint(int offer);
void sluice_journal_next(void);
void sluice_journal_close(void);
void sluice_journal_list(void);
void sluice_journal_forget(const char* run);
void sluice_journal_download(const char* run);
}

namespace sluice::platform {
namespace {

JournalStore* the_store = nullptr;

// Put into the inbox as code and message.
Error take_error() {
  std::string code = take_inbox();
  return {std::move(code), take_inbox()};
}

}  // namespace

JournalStore::JournalStore(std::function<void()> woken) : woken_(std::move(woken)) {
  the_store = this;
  sluice_journal_start();
}

// ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

void JournalStore::write(StoredEntry entry) {
  queue_.push_back(std::move(entry));
  if (queue_.size() == 1) begin_write();
}

void JournalStore::begin_write() {
  const StoredEntry& entry = queue_.front();
  cut_.clear();
  for (size_t i = 0; i < entry.pieces.size(); ++i) {
    for (size_t from = 0; from < entry.pieces[i].size(); from += kStoredPieceBytes) cut_.push_back({i, from});
  }
  write_patience_.begin(now());
  const bool claims = entry.run_id != writing_run_;
  sluice_journal_write(entry.run_id.c_str(), static_cast<double>(entry.place), entry.head.c_str(),
                       static_cast<int>(cut_.size()), static_cast<double>(entry.journal_bytes), entry.summary.c_str(),
                       claims ? 1 : 0);
}

std::string_view JournalStore::piece(size_t index) {
  write_patience_.begin(now());
  if (queue_.empty() || index >= cut_.size()) return {};
  return std::string_view(queue_.front().pieces[cut_[index].of]).substr(cut_[index].from, kStoredPieceBytes);
}

void JournalStore::on_written(std::optional<Error> error) {
  if (queue_.empty()) return;
  write_patience_.end();
  const StoredEntry done = std::move(queue_.front());
  queue_.pop_front();
  if (error) {
    std::erase_if(queue_, [&](const StoredEntry& entry) { return entry.run_id == done.run_id; });
  } else {
    writing_run_ = done.run_id;
  }
  written_.push_back({done.run_id, done.ticket, std::move(error)});
  if (!queue_.empty()) begin_write();
  woken_();
}

std::optional<WriteOutcome> JournalStore::poll_written() {
  if (written_.empty()) return std::nullopt;
  WriteOutcome outcome = std::move(written_.front());
  written_.pop_front();
  return outcome;
}

// ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────

void JournalStore::open_run(const std::string& run_id) {
  close();
  writing_run_.clear();
  sluice_journal_open_run(run_id.c_str());
}

void JournalStore::open_checkpoint(int offer) {
  close();
  sluice_journal_open_checkpoint(offer);
}

void JournalStore::close() {
  sluice_journal_close();
  read_.clear();
  reading_ = false;
  read_patience_.end();
}

void JournalStore::read_more() {
  if (reading_) return;
  reading_ = true;
  read_patience_.begin(now());
  sluice_journal_next();
}

void JournalStore::on_read(ReadOutcome outcome) {
  reading_ = false;
  read_patience_.end();
  read_.push_back(std::move(outcome));
  woken_();
}

std::optional<ReadOutcome> JournalStore::poll_read() {
  if (read_.empty()) return std::nullopt;
  ReadOutcome outcome = std::move(read_.front());
  read_.pop_front();
  return outcome;
}

// ── a browser that gives no answer ───────────────────────────────────────────────────────────────────────────────────

std::optional<Instant> JournalStore::poll_timeout() const {
  const std::optional<Instant> write = write_patience_.poll_timeout();
  const std::optional<Instant> read = read_patience_.poll_timeout();
  if (!write || !read) return write ? write : read;
  return std::min(*write, *read);
}

void JournalStore::handle_timeout(Instant time) {
  if (write_patience_.ran_out(time)) sluice_journal_give_up_write();
  if (read_patience_.ran_out(time)) sluice_journal_give_up_read();
}

// ── the list ─────────────────────────────────────────────────────────────────────────────────────────────────────────

void JournalStore::list() { sluice_journal_list(); }

void JournalStore::on_runs(std::vector<std::string> runs, bool refused) {
  refused_ = refused;
  runs_ = std::move(runs);
  ++runs_version_;
  woken_();
}

void JournalStore::forget(const std::string& run_id) { sluice_journal_forget(run_id.c_str()); }

void JournalStore::download(const std::string& run_id) { sluice_journal_download(run_id.c_str()); }

void JournalStore::on_trouble(Error error) {
  troubles_.push_back(std::move(error));
  woken_();
}

std::optional<Error> JournalStore::poll_trouble() {
  if (troubles_.empty()) return std::nullopt;
  Error error = std::move(troubles_.front());
  troubles_.pop_front();
  return error;
}

void JournalStore::pick_checkpoint() { sluice_journal_pick(); }

void JournalStore::on_checkpoint(int offer) {
  picked_ = offer;
  woken_();
}

std::optional<int> JournalStore::poll_checkpoint() { return std::exchange(picked_, std::nullopt); }

}  // namespace sluice::platform

// ── the browser's side ───────────────────────────────────────────────────────────────────────────────────────────────

extern "C" EMSCRIPTEN_KEEPALIVE const char* sluice_journal_piece(int index) {
  return sluice::platform::the_store->piece(static_cast<size_t>(index)).data();
}

extern "C" EMSCRIPTEN_KEEPALIVE int sluice_journal_piece_bytes(int index) {
  return static_cast<int>(sluice::platform::the_store->piece(static_cast<size_t>(index)).size());
}

// `failed`: code and message wait in the inbox; so below.
extern "C" EMSCRIPTEN_KEEPALIVE void sluice_on_journal_written(int failed) {
  sluice::platform::Task task;
  std::optional<sluice::Error> error;
  if (failed != 0) error = sluice::platform::take_error();
  sluice::platform::the_store->on_written(std::move(error));
}

// The bytes wait in the inbox; none at the end.
extern "C" EMSCRIPTEN_KEEPALIVE void sluice_on_journal_read(int failed, int end) {
  sluice::platform::Task task;
  sluice::platform::ReadOutcome outcome;
  if (failed != 0) {
    outcome.error = sluice::platform::take_error();
  } else if (end != 0) {
    outcome.end = true;
  } else {
    outcome.bytes = sluice::platform::take_inbox_bytes();
  }
  sluice::platform::the_store->on_read(std::move(outcome));
}

// A text a run; a negative count: the storage gave no answer.
extern "C" EMSCRIPTEN_KEEPALIVE void sluice_on_journal_runs(int count) {
  sluice::platform::Task task;
  std::vector<std::string> runs(static_cast<size_t>(std::max(count, 0)));
  for (std::string& run : runs) run = sluice::platform::take_inbox();
  sluice::platform::the_store->on_runs(std::move(runs), count < 0);
}

extern "C" EMSCRIPTEN_KEEPALIVE void sluice_on_journal_trouble(void) {
  sluice::platform::Task task;
  sluice::platform::the_store->on_trouble(sluice::platform::take_error());
}

extern "C" EMSCRIPTEN_KEEPALIVE void sluice_on_checkpoint(int offer) {
  sluice::platform::Task task;
  sluice::platform::the_store->on_checkpoint(offer);
}
