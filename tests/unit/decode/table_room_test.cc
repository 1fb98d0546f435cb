#include "decode/table_room.h"

#include <gtest/gtest.h>

#include "decode/ot_decoder.h"
#include "decode_fixture.h"

namespace sluice {
namespace {

std::string many_assets(int count) {
  std::string xml;
  for (int id = 1; id <= count; ++id) {
    xml += "<ASSET><ID>" + std::to_string(id) + "</ID><USERNAME>user " + std::to_string(id) +
           "</USERNAME><DETECTION_LIST><DETECTION><QID>610000</QID></DETECTION></DETECTION_LIST></ASSET>";
  }
  return page_of(xml);
}

std::string many_hosts(int count) {
  std::string json;
  for (int id = 1; id <= count; ++id) {
    json += (id > 1 ? ",{" : "{") + std::string("\"assetId\":") + std::to_string(id) + ",\"name\":\"host " +
            std::to_string(id) + "\"}";
  }
  return "[" + json + "]";
}

DecodeLimits room_for(uint64_t bytes) {
  DecodeLimits limits;
  limits.table_bytes_max = bytes;
  return limits;
}

PageOutcome read_hosts(RecordStore& store, int count, size_t fuel, const DecodeLimits& limits) {
  const auto decoder = make_ot_decoder(many_hosts(count), store, {{"assets"}, {"assetId"}, {"assetId"}}, limits);
  while (decoder->work(Fuel{fuel}) == Work::kMore) {
  }
  return decoder->outcome();
}

constexpr uint64_t kRoom = 4 * 1024 * 1024;

TEST(TableRoom, APageThatFitsIsNotDisturbed) {
  Decoded out;
  decode_into(out, many_assets(1000), kWhole, room_for(kRoom));
  EXPECT_EQ(out.outcome.kind, PageKind::kPage);
  EXPECT_EQ(out.assets(), 1000u);
  EXPECT_LT(out.store.bytes(), kRoom);
}

TEST(TableRoom, APageThatDoesNotEndsAtTheSameRecordWhateverTheFuel) {
  for (const size_t fuel : {kWhole, size_t{100000}, size_t{700}}) {
    Decoded out;
    decode_into(out, many_assets(50000), fuel, room_for(kRoom));
    EXPECT_EQ(out.outcome.kind, PageKind::kTablesFull);
    EXPECT_EQ(out.assets(), 0u) << "nothing of it is kept";
    Decoded other;
    decode_into(other, many_assets(50000), kWhole, room_for(kRoom));
    EXPECT_EQ(out.outcome.assets, other.outcome.assets) << fuel;
    EXPECT_GT(out.outcome.assets, 5000u) << "what fits is not given up early";
    EXPECT_NE(out.outcome.message.find("limit of 4.2 MB of memory (table_bytes_max)"), std::string::npos)
        << out.outcome.message;
    EXPECT_NE(out.outcome.message.find("show_results=0"), std::string::npos);
  }
}

TEST(TableRoom, HoldsForOtRecordsToo) {
  RecordStore fits("ot.hosts");
  EXPECT_EQ(read_hosts(fits, 1000, kWhole, room_for(kRoom)).kind, PageKind::kPage);
  RecordStore store("ot.hosts");
  RecordStore slow_store("ot.hosts");
  const PageOutcome outcome = read_hosts(store, 50000, kWhole, room_for(kRoom));
  const PageOutcome slow = read_hosts(slow_store, 50000, 700, room_for(kRoom));
  EXPECT_EQ(outcome.kind, PageKind::kTablesFull);
  EXPECT_EQ(slow.kind, PageKind::kTablesFull);
  EXPECT_EQ(slow.assets, outcome.assets);
  EXPECT_EQ(outcome.message.find("show_results"), std::string::npos) << "OT has no such parameter";
}

TEST(TableRoom, TablesThatAreKeptBesideTheseCount) {
  DecodeLimits limits = room_for(100 * kRoom);
  limits.other_table_bytes = 99 * kRoom;
  Decoded out;
  decode_into(out, many_assets(50000), kWhole, limits);
  EXPECT_EQ(out.outcome.kind, PageKind::kTablesFull);
  EXPECT_NE(out.outcome.message.find("of which the tables of other sources take 415.2 MB"), std::string::npos)
      << out.outcome.message;
}

// A 32-bit heap ends at 2 GB, and tables are not all that it holds.
TEST(TableRoom, TheLimitLeavesRoomForPagesOnTheirWay) {
  const uint64_t heap = sizeof(void*) == 4 ? uint64_t{2} << 30 : uint64_t{1} << 40;
  EXPECT_LE(kTableBytesMax + 5 * 2 * DecodeLimits{}.body_bytes_max, heap);
  EXPECT_GE(kTableBytesMax, uint64_t{1} << 30);
}

}  // namespace
}  // namespace sluice
