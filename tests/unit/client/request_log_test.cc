#include "client/request_log.h"

#include <gtest/gtest.h>

#include "client/client.h"

namespace sluice {
namespace {

TEST(RequestLog, ClosesTheEntryOfItsFlight) {
  RequestLog log;
  log.begin(FlightId{1}, {}, Instant{0});
  log.begin(FlightId{2}, {}, Instant{0});
  log.end(FlightId{1}, 200, 10, "", Instant{5000});
  EXPECT_EQ(log.entries()[0].status, 200);
  EXPECT_EQ(log.entries()[0].ms, 5);
  EXPECT_EQ(log.entries()[1].ms, -1) << "still on its way";
}

TEST(RequestLog, KeepsTheLastThousandAndSurvivesLateAnswers) {
  RequestLog log;
  for (uint64_t i = 0; i < kRequestLogMax + 50; ++i) log.begin(FlightId{i}, {}, Instant{0});
  EXPECT_EQ(log.entries().size(), kRequestLogMax);
  log.end(FlightId{3}, 200, 0, "", Instant{0});     // has left the ring
  log.end(FlightId{9999}, 200, 0, "", Instant{0});  // was never there
  log.end(FlightId{50}, 207, 0, "", Instant{0});    // is now the oldest
  EXPECT_EQ(log.entries().front().status, 207);
  EXPECT_EQ(log.entries()[1].status, 0);
}

TEST(RequestLog, ANoteCanBeAddedToTheCallThatEndedLast) {
  RequestLog log;
  log.begin(FlightId{1}, {}, Instant{});
  log.end(FlightId{1}, 200, 10, "", Instant{});
  const uint64_t version = log.version();
  log.annotate(FlightId{1}, "Echoed: action=list");
  EXPECT_EQ(log.entries().back().note, "Echoed: action=list");
  EXPECT_GT(log.version(), version);
  log.annotate(FlightId{2}, "of nobody");
  EXPECT_EQ(log.entries().back().note, "Echoed: action=list");
}

}  // namespace
}  // namespace sluice
