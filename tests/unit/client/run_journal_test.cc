#include "client/run_journal.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "client/client.h"
#include "page_text.h"

namespace sluice {
namespace {

// Claims {"sub":"acme_mg1"} and {"sub":"acme_mg2"}.
constexpr const char* kToken = "eyJhbGciOiJIUzUxMiJ9.eyJzdWIiOiJhY21lX21nMSJ9.c2ln";
constexpr const char* kOtherToken = "eyJhbGciOiJIUzUxMiJ9.eyJzdWIiOiJhY21lX21nMiJ9.c2ln";
constexpr WallTime kBegin{1795219200LL * 1000000};
constexpr int kPages = 5;  // of a whole run

// A visit of somebody who signs in, with a gateway that answers page after page, and a store that keeps the journal.
struct Visit {
  Client client;
  Instant now{Duration::seconds(100).us};
  std::vector<std::string> asked;
  std::string journal;  // as the store has it
  std::string summary;

  explicit Visit(WallTime wall = kBegin, ClientOptions options = {}) : client(std::move(options)) {
    client.set_clock(now, wall);
  }

  void sign_in(std::string gateway = "https://gw.test", const char* token = kToken) {
    SignInRequest request;
    request.gateway = std::move(gateway);
    request.username = "acme";
    request.password = Secret("secret-word");
    ASSERT_TRUE(client.sign_in(std::move(request), now).ok());
    const Flight flight = *client.poll_transmit(now);
    client.handle_response(flight.id, {201, {}, token}, now);
  }

  void store() {
    while (std::optional<JournalWrite> write = client.poll_journal()) {
      if (journal.empty()) journal = kJournalMagic;
      EXPECT_EQ(write->offset, journal.size()) << "each entry has its place";
      for (const std::string_view piece : framed(write->entry)) journal += piece;
      summary = write->summary;
      client.handle_journal_written(write->ticket, now);
    }
  }

  // The page from that id on: two assets of `ids`, and a WARNING while more follow.
  static std::string page_from(int64_t id, int assets) {
    std::string xml;
    int64_t next = std::max<int64_t>(id, 1);
    for (int i = 0; i < 2 && next <= assets; ++i) xml += asset_xml(static_cast<int>(next++), 2);
    return page_xml(xml, next <= assets ? warning_xml("id_min=" + std::to_string(next)) : "");
  }

  // Sends one call and works off its answer; false when nothing may be sent.
  bool turn(int assets = 9) {
    const std::optional<Flight> flight = client.poll_transmit(now);
    if (!flight) return false;
    store();
    asked.push_back(flight->request.url);
    const size_t at = flight->request.url.find("id_min=");
    const int64_t id = at == std::string::npos ? 0 : std::stoll(flight->request.url.substr(at + 7));
    now = now + Duration::seconds(1);
    client.handle_response(flight->id, {200, {}, page_from(id, assets)}, now);
    work();
    store();
    return true;
  }
  void work() {
    for (int i = 0; i < 100000 && client.work(Fuel{200}, now) == Work::kMore; ++i) store();
  }
  void pull_on() {
    while (turn()) {
    }
  }

  // A run that is kept, with so many of its five pages.
  void pull_pages(int pages) {
    sign_in();
    ASSERT_TRUE(pull().ok());
    while (pages-- > 0) turn();
  }
  Result<std::string> pull() {
    PullRequest request;
    request.page_size = 2;
    request.keep = true;
    return client.pull(request, now);
  }
  ResumeStatus resume(const std::string& bytes, std::string run_id = "", PullRequest request = {}, bool keep = true) {
    EXPECT_TRUE(client.begin_resume(request, {std::move(run_id), keep}, now).ok());
    for (size_t at = 0; at < bytes.size(); at += 700) client.add_journal(bytes.substr(at, 700), now);
    client.end_journal(std::nullopt, now);
    work();
    store();
    return client.resume_status();
  }

  std::string rows() const {
    std::string text;
    const Table& table = client.store()->detections();
    for (RowId row = 0; row < table.row_end(); ++row) {
      if (table.live(row)) text += std::to_string(table.asset_key(row)) + ":" + cell_text(table.cell(row, 0)) + " ";
    }
    return text;
  }
};

std::string whole_journal() {
  Visit visit;
  visit.pull_pages(kPages);
  return visit.journal;
}

TEST(RunJournal, ARunCutOffAfterAnyEntryGoesOnAndIsTheSame) {
  Visit whole;
  whole.pull_pages(kPages);
  ASSERT_EQ(whole.client.run().state, RunState::kComplete);
  size_t cuts = 0;
  for (size_t at = kJournalMagic.size(); at <= whole.journal.size(); ++at) {
    // At the end of an entry, and at each byte of the last one.
    const bool whole_entry = whole.journal.compare(at, 9, "{\"entry\":") == 0 || at == whole.journal.size();
    if (!whole_entry && at + 300 < whole.journal.size()) continue;
    if (at == kJournalMagic.size()) continue;
    ++cuts;
    Visit visit;
    visit.sign_in();
    const ResumeStatus status = visit.resume(whole.journal.substr(0, at));
    ASSERT_EQ(status.state, ResumeStatus::State::kDone) << at;
    visit.now = visit.now + Duration::seconds(4000);
    visit.pull_on();
    ASSERT_EQ(visit.client.run().state, RunState::kComplete) << at << ": " << visit.client.run().message;
    ASSERT_EQ(visit.rows(), whole.rows()) << at;
    ASSERT_EQ(visit.client.run().id, whole.client.run().id);
    const Manifest before = whole.client.manifest(whole.now);
    const Manifest after = visit.client.manifest(visit.now);
    ASSERT_EQ(after.pages.size(), before.pages.size());
    for (size_t i = 0; i < after.pages.size(); ++i) ASSERT_EQ(after.pages[i].sha256, before.pages[i].sha256);
    ASSERT_EQ(after.started_at, before.started_at);
    ASSERT_GE(after.calls, before.calls);
  }
  EXPECT_GT(cuts, 200u);
}

TEST(RunJournal, ACompleteRunIsOpenedWithoutACall) {
  Visit visit;
  visit.sign_in();
  ASSERT_EQ(visit.resume(whole_journal()).state, ResumeStatus::State::kDone);
  EXPECT_EQ(visit.client.run().state, RunState::kComplete);
  EXPECT_EQ(visit.client.run().assets, 9u);
  EXPECT_FALSE(visit.client.poll_transmit(visit.now));
  EXPECT_EQ(visit.client.manifest(visit.now).state, "complete");
}

TEST(RunJournal, OnlyWhatIsMissingIsAskedFor) {
  Visit first;
  first.pull_pages(2);
  Visit second;
  second.sign_in();
  second.resume(first.journal);
  second.now = second.now + Duration::seconds(4000);
  second.pull_on();
  ASSERT_EQ(second.asked.size(), 3u);
  EXPECT_NE(second.asked.front().find("id_min=5"), std::string::npos) << second.asked.front();
}

TEST(RunJournal, TheCallsOfTheVisitBeforeCountInTheWindow) {
  Visit first;
  first.pull_pages(2);
  Visit soon(kBegin + Duration::seconds(60));
  soon.sign_in();
  soon.resume(first.journal);
  EXPECT_EQ(soon.client.budget(soon.now).remaining, 298);
  Visit later(kBegin + Duration::seconds(7200));
  later.sign_in();
  later.resume(first.journal);
  EXPECT_EQ(later.client.budget(later.now).remaining, 300);
}

TEST(RunJournal, ACallThatTheCrashCutOffMayStillRun) {
  Visit first;
  first.pull_pages(1);
  const std::optional<Flight> cut_off = first.client.poll_transmit(first.now);
  ASSERT_TRUE(cut_off);
  first.store();
  Visit second(kBegin + Duration::seconds(5));
  second.sign_in();
  second.resume(first.journal);
  EXPECT_FALSE(second.client.poll_transmit(second.now)) << "the gateway allows one at a time, for all we know";
  EXPECT_EQ(second.client.run().wait_reason, WaitReason::kConcurrency);
  const std::string& message = second.client.run().message;
  EXPECT_NE(message.find("A call that was cut off before may still run"), std::string::npos) << message;
  second.now = second.now + Duration::seconds(700);
  EXPECT_TRUE(second.client.poll_transmit(second.now));
}

TEST(RunJournal, ACheckpointIsKeptAnewByteForByte) {
  Visit first;
  first.pull_pages(2);
  Visit second;
  second.sign_in();
  second.resume(first.journal);
  EXPECT_EQ(second.journal, first.journal);
  Visit third;
  third.sign_in();
  third.resume(first.journal, "", {}, false);
  EXPECT_EQ(third.journal, "") << "nobody asked for it";
}

TEST(RunJournal, AStoresOwnRunIsWrittenOnBehindItsLastWholeEntry) {
  Visit first;
  first.sign_in();
  const std::string id = first.pull().value();
  first.turn();
  first.turn();
  Visit second;
  second.sign_in();
  second.journal = first.journal;
  ASSERT_EQ(second.resume(first.journal + "{\"entry\":\"pa", id).state, ResumeStatus::State::kDone);
  second.now = second.now + Duration::seconds(4000);
  second.pull_on();
  Visit third;
  third.sign_in();
  third.resume(second.journal, id);
  EXPECT_EQ(third.client.run().state, RunState::kComplete);
  EXPECT_EQ(third.rows(), second.rows());
}

TEST(RunJournal, ADamagedPageIsAskedForAgain) {
  const std::string journal = whole_journal();
  const size_t second_page = journal.find("<ID>3</ID>");
  std::string damaged = journal;
  damaged[second_page + 4] = '8';
  Visit visit;
  visit.sign_in();
  ASSERT_EQ(visit.resume(damaged).state, ResumeStatus::State::kDone);
  EXPECT_EQ(visit.client.run().assets, 2u);
  visit.now = visit.now + Duration::seconds(4000);
  visit.pull_on();
  EXPECT_EQ(visit.client.run().state, RunState::kComplete);
  EXPECT_EQ(visit.client.run().assets, 9u);
  ASSERT_FALSE(visit.client.manifest(visit.now).warnings.empty());
  EXPECT_NE(visit.client.manifest(visit.now).warnings.front().find("damaged"), std::string::npos);
}

// A journal that was written where there was more room, or while fewer tables stood beside.
TEST(RunJournal, PagesForWhichTheTablesHaveNoRoomStayInTheJournal) {
  Visit whole;
  whole.pull_pages(kPages);
  ClientOptions tight;
  tight.decode_limits.table_bytes_max = whole.client.store()->bytes() - 1;
  Visit visit(kBegin, tight);
  visit.sign_in();
  ASSERT_EQ(visit.resume(whole.journal, whole.client.run().id).state, ResumeStatus::State::kDone);
  EXPECT_EQ(visit.client.run().state, RunState::kPartial);
  EXPECT_EQ(visit.client.run().assets, 8u) << "the last page is the one too many";
  EXPECT_NE(visit.client.run().message.find("(table_bytes_max)"), std::string::npos) << visit.client.run().message;
  EXPECT_TRUE(visit.client.manifest(visit.now).warnings.empty()) << "nothing is damaged";
  visit.now = visit.now + Duration::seconds(4000);
  EXPECT_FALSE(visit.turn()) << "nothing is asked for that cannot be held";
  EXPECT_EQ(visit.journal, "") << "nothing is written over the page that is still there";
}

TEST(RunJournal, ResumingNeedsTheSameGatewayUserAndRequest) {
  const std::string journal = whole_journal();
  const auto refused = [&](Visit& visit, PullRequest request = {}) {
    const ResumeStatus status = visit.resume(journal, "", request);
    EXPECT_EQ(status.state, ResumeStatus::State::kRefused);
    return status.error ? status.error->code + ": " + status.error->message : "";
  };
  Visit nobody;
  EXPECT_NE(refused(nobody).find("not_signed_in"), std::string::npos);
  Visit elsewhere;
  elsewhere.sign_in("https://other.test");
  EXPECT_NE(refused(elsewhere).find("pulled from https://gw.test"), std::string::npos);
  Visit somebody_else;
  somebody_else.sign_in("https://gw.test", kOtherToken);
  EXPECT_NE(refused(somebody_else).find("begun by acme_mg1"), std::string::npos);
  Visit other_request;
  other_request.sign_in();
  PullRequest request;
  request.page_size = 2;
  request.parameters = {{"severities", "5"}};
  EXPECT_NE(refused(other_request, request).find("invalid_parameter"), std::string::npos);
  EXPECT_FALSE(other_request.client.poll_transmit(other_request.now)) << "nothing was sent";
  EXPECT_TRUE(other_request.pull().ok()) << "and nothing stands in the way of a new pull";
}

// A checkpoint is a file that anybody may have written.
TEST(RunJournal, ACheckpointCannotSendTheTokenElsewhere) {
  for (const char* path : {"//evil.test/x", "/../auth", "/auth", "@evil.test/", ""}) {
    std::string journal = whole_journal();
    journal = replace_all(journal, "\"path\":\"/sem/v1/assetList\"", "\"path\":\"" + std::string(path) + "\"");
    Visit visit;
    visit.sign_in();
    EXPECT_EQ(visit.resume(journal).state, ResumeStatus::State::kRefused) << path;
    EXPECT_FALSE(visit.client.poll_transmit(visit.now)) << path;
  }
}

TEST(RunJournal, AFileThatIsNoJournalIsRefusedAndSaid) {
  for (const char* text : {"", "hello", "SLUICE JOURNAL 1\n", "SLUICE JOURNAL 1\n{\"entry\":\"page\",\"bytes\":0}\n",
                           "SLUICE JOURNAL 2\n{\"entry\":\"run\",\"bytes\":0}\n"}) {
    Visit visit;
    visit.sign_in();
    const ResumeStatus status = visit.resume(text);
    ASSERT_EQ(status.state, ResumeStatus::State::kRefused) << text;
    EXPECT_EQ(status.error->code, "bad_checkpoint");
    EXPECT_FALSE(status.error->message.empty());
  }
}

TEST(RunJournal, AStoreThatIsFullStopsTheRunAndLosesNothing) {
  Visit visit;
  visit.pull_pages(1);
  const std::optional<Flight> flight = visit.client.poll_transmit(visit.now);
  ASSERT_TRUE(flight);
  const std::optional<JournalWrite> write = visit.client.poll_journal();
  ASSERT_TRUE(write);
  visit.client.handle_journal_failed(write->ticket, "The disk is full.", visit.now);
  EXPECT_EQ(visit.client.run().state, RunState::kStopped);
  EXPECT_EQ(visit.client.run().assets, 2u);
  EXPECT_NE(visit.client.run().message.find("The disk is full."), std::string::npos) << visit.client.run().message;
  EXPECT_EQ(visit.client.poll_abort(), flight->id) << "the call on its way is ended";
  EXPECT_FALSE(visit.client.poll_journal()) << "nothing more is written";
}

TEST(RunJournal, PagesWaitForASlowStore) {
  Visit visit;
  visit.pull_pages(0);
  for (int i = 0; i < 2; ++i) {
    const Flight flight = *visit.client.poll_transmit(visit.now);
    visit.client.handle_response(flight.id, {200, {}, Visit::page_from(i * 2 + 1, 9)}, visit.now);
    while (visit.client.work(Fuel{1000}, visit.now) == Work::kMore) {
    }
  }
  EXPECT_FALSE(visit.client.poll_transmit(visit.now)) << "two pages are not stored yet";
  visit.store();
  EXPECT_TRUE(visit.client.poll_transmit(visit.now));
}

TEST(RunJournal, ARunThatIsNotKeptWritesNothing) {
  Visit visit;
  visit.sign_in();
  PullRequest request;
  request.page_size = 2;
  ASSERT_TRUE(visit.client.pull(request, visit.now).ok());
  visit.pull_on();
  EXPECT_EQ(visit.journal, "");
  EXPECT_TRUE(visit.client.journal_settled());
}

TEST(RunJournal, TheSummarySaysWhereTheRunIs) {
  Visit visit;
  visit.pull_pages(1);
  EXPECT_NE(visit.summary.find("\"source\":\"mobile.assets\""), std::string::npos) << visit.summary;
  visit.pull_on();
  EXPECT_NE(visit.summary.find("\"state\":\"complete\""), std::string::npos) << visit.summary;
  EXPECT_NE(visit.summary.find("\"assets\":9"), std::string::npos) << visit.summary;
}

TEST(RunJournal, NoSecretIsInIt) {
  const std::string journal = whole_journal();
  EXPECT_EQ(journal.find("secret-word"), std::string::npos);
  EXPECT_EQ(journal.find("eyJ"), std::string::npos);
}

// Only a complete run of assets can be built upon, whatever a file says.
TEST(RunJournal, AnEntryThatBuildsUponAnUnfinishedRunEndsTheJournal) {
  Visit first;
  first.sign_in();
  PullRequest request;
  request.page_size = 2;
  request.keep = true;
  ASSERT_TRUE(first.client.pull(request, first.now).ok());
  for (int page = 0; page < 2; ++page) ASSERT_TRUE(first.turn());
  first.client.stop(first.now);
  first.store();
  std::string forged = first.journal;
  forged += R"({"entry":"since","baseRunId":"run-1","startedAt":"2026-11-21T00:00:00Z","ended":[],"bytes":0})"
            "\n";
  Visit second;
  second.sign_in();
  ASSERT_TRUE(second.client.begin_resume({}, {"", false}, second.now).ok());
  second.client.add_journal(forged, second.now);
  second.client.end_journal(std::nullopt, second.now);
  while (second.client.work(Fuel{100000}, second.now) == Work::kMore) {
  }
  EXPECT_EQ(second.client.resume_status().state, ResumeStatus::State::kDone);
  const Manifest manifest = second.client.manifest(second.now);
  EXPECT_FALSE(manifest.base.has_value());
  EXPECT_EQ(manifest.pages.size(), 2u);
}

TEST(RunJournal, AHeadWithWrongMembersIsNoEntry) {
  for (const char* head : {"", "[]", "{}", R"({"entry":1})", R"({"entry":"call","at":"now","flight":1})",
                           R"({"entry":"call","at":1e300,"flight":1})", R"({"entry":"call","at":1,"flight":-1})",
                           R"({"entry":"page","page":{}})", R"({"entry":"end","state":"fine","why":"","at":""})",
                           R"({"entry":"run","startedAt":"x","run":{"id":"","source":"mobile.assets"}})",
                           R"({"entry":"since","startedAt":"x"})", R"({"entry":"since","baseRunId":1,"startedAt":"x"})",
                           R"({"entry":"call","at":1,"flight":1,"ended":[[1]]})"}) {
    EXPECT_FALSE(read_kept_entry(head)) << head;
  }
  EXPECT_EQ(read_kept_entry(R"({"entry":"of a later version"})")->kind, KeptEntry::Kind::kOther);
}

}  // namespace
}  // namespace sluice
