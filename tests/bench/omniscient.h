// The fastest client that could be: it knows the very moments at which the gateway counts calls, those of others too,
// and how long each call takes each way. What the pages hold it does not know: its first call goes alone, since that
// answer tells what more there is to ask for. What a real client needs beyond its time is the price of not knowing.
#pragma once

#include <cstdint>

#include "base/time.h"

namespace sluice::bench {

struct Service {
  int limit = 300;
  int window_s = 3600;
};

// Another user of the subscription: so many calls at a time, so often, at most what the window has left.
struct OtherUser {
  int calls = 0;  // 0: there is none
  Duration every{};
};

struct Question {
  Service service;
  Duration latency;  // of each call: half of it to the gateway, half back
  int concurrency = 1;
  int reserve = 0;
  OtherUser other;
};

// From the first call's start to the last one's end.
Duration least_time(const Question& question, int64_t calls);

}  // namespace sluice::bench
