// What the canvas shows of the client and the page, condensed to what changes: two equal pictures need no new frame.
#pragma once

#include <cstdint>
#include <string>

#include "client/client.h"
#include "exports.h"

namespace sluice {

struct Picture {
  SessionState session = SessionState::kSignedOut;
  std::string subject;
  RunState run = RunState::kIdle;
  WaitReason wait = WaitReason::kNone;
  std::string message;
  uint64_t pages = 0;
  uint64_t calls = 0;
  uint64_t store_generation = 0;
  uint64_t table_versions = 0;   // of all tables of all sources
  uint64_t requests_version = 0;
  uint64_t rows_exported = 0;
  bool light = false;
  bool operator==(const Picture&) const = default;
};

Picture take_picture(const Client& client, const Exports& exports, bool light, Instant now);

}  // namespace sluice
