// A whole world from one seed: the client, a network with faults, the simulated gateway, and a clock that jumps from
// one event to the next. What takes hours takes milliseconds here, and the same seed gives the same story every time.
// The invariants that must hold at every moment are looked at after each step; what breaks one is listed with the time
// at which it happened.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/time.h"
#include "client/client.h"
#include "sim/dataset.h"
#include "sim/gateway.h"
#include "sim/network.h"
#include "sim/ot_dataset.h"

namespace sluice::sim {

inline constexpr std::string_view kWorldGateway = "https://gateway.world.test";

struct WorldOptions {
  uint64_t seed = 1;
  DatasetOptions dataset;
  GatewayOptions gateway;
  Latency latency;
  Faults faults;
  DecodeLimits decode_limits;
  size_t fuel_units = 64 * 1024;  // a grain of decoding
  bool transcript = false;        // keep a line for everything that happens
};

class World {
 public:
  explicit World(WorldOptions options);
  ~World();

  // ── what a user does ──
  // Signs in and runs until the outcome is known.
  SessionStatus sign_in(std::string username, std::string password, bool renew = true);
  Result<std::string> pull(PullRequest request);
  // Runs until the pull is over, paused, or `longest` of virtual time has passed. Returns the state.
  RunState run(Duration longest = Duration::seconds(7 * 86400));
  bool run_until(const std::function<bool()>& done, Duration longest = Duration::seconds(7 * 86400));
  // One thing happens, or time moves to the next; false when nothing will ever happen again.
  bool step();
  void pass(Duration duration);  // runs the world for exactly that long
  // Something that happens outside of the client when its time comes, whatever else is going on then.
  void later(Duration after, std::string note, std::function<void()> happening);
  // Somebody sets the clock of the client's machine; the time that passes is not touched.
  void jump_clock(Duration by);

  Instant now() const { return now_; }
  Client& client() { return client_; }
  Gateway& gateway() { return *gateway_; }
  Network& network() { return *network_; }
  const Dataset& dataset() const { return *dataset_; }
  const OtDataset& ot_dataset() const { return *ot_dataset_; }

  // Broken invariants; empty is good.
  const std::vector<std::string>& violations() const { return violations_; }
  const std::vector<std::string>& transcript() const { return transcript_; }
  void violate(std::string text);

 private:
  std::optional<Instant> next_event() const;
  bool happen();  // what later() has put down for this moment
  bool act();  // everything that is due at this moment; false when nothing was
  void check();
  void note(std::string text);

  WorldOptions options_;
  std::shared_ptr<const Dataset> dataset_;
  std::shared_ptr<const OtDataset> ot_dataset_;
  std::unique_ptr<Gateway> gateway_;
  std::unique_ptr<Network> network_;
  Client client_;
  Instant now_{};
  WallTime wall_at_start_{};
  struct Happening {
    std::string note;
    std::function<void()> happen;
  };
  std::multimap<Instant, Happening> happenings_;
  int idle_steps_ = 0;
  uint64_t last_pages_ = 0;
  uint64_t last_assets_ = 0;
  std::vector<std::string> violations_;
  std::vector<std::string> transcript_;
};

}  // namespace sluice::sim
