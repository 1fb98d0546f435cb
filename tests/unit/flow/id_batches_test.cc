#include "flow/id_batches.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

std::string shown(const std::vector<IdBatch>& batches) {
  std::string text;
  for (const IdBatch& batch : batches) {
    text += "[" + batch.ids + " " + std::to_string(batch.first) + ".." + std::to_string(batch.last) + "]";
  }
  return text;
}

TEST(IdBatches, AShortListIsOneBatch) { EXPECT_EQ(shown(id_batches("190-400,512", 100)), "[190-400,512 190..512]"); }

TEST(IdBatches, EachIdIsInOneBatchAlone) {
  EXPECT_EQ(shown(id_batches("5,1-3,2-4,9,7", 5)), "[1-5,7 1..7][9 9..9]");
  EXPECT_EQ(shown(id_batches("3,3,3", 1)), "[3 3..3]");
}

TEST(IdBatches, NoBatchIsLongerThanAllowedAndNoneIsLost) {
  std::string ids;
  for (int id = 1; id < 4000; id += 2) ids += (ids.empty() ? "" : ",") + std::to_string(id);
  const std::vector<IdBatch> batches = id_batches(ids, 1000);
  std::string all;
  for (const IdBatch& batch : batches) {
    EXPECT_LE(batch.ids.size(), 1000u);
    all += (all.empty() ? "" : ",") + batch.ids;
  }
  EXPECT_EQ(all, ids);
  EXPECT_EQ(batches.size(), (ids.size() + 999) / 1000);
}

TEST(IdBatches, BlanksAreNoTrouble) { EXPECT_EQ(shown(id_batches(" 1 , 5 - 7 ", 100)), "[1,5-7 1..7]"); }

TEST(IdBatches, WhatCannotBeReadOrDoesNotFitIsNotCut) {
  for (const char* ids : {"", "x", "1,,2", "5-3", "-1", "1-", "99999999999999999999"}) {
    EXPECT_TRUE(id_batches(ids, 100).empty()) << ids;
  }
  EXPECT_TRUE(id_batches("123456", 5).empty());
}

}  // namespace
}  // namespace sluice
