// A whole world from one seed: the client, a network with faults, the simulated gateway, and a clock that jumps from
// one event to the next. What takes hours takes milliseconds here, and the same seed gives the same story every time.
// The invariants that must hold at every moment are looked at after each step; what breaks one is listed with the time
// at which it happened.
//
// crash() takes the client away at any moment, with all that it had in mind. What it had sent goes on at the gateway,
// as nobody is there to end it; what its journal's store had taken in may be kept, torn or lost. A new client, in the
// same world, may then resume().
#pragma once

#include <cstdint>
#include <deque>
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
#include "sim/world_journals.h"

namespace sluice::sim {

inline constexpr std::string_view kWorldGateway = "https://gateway.world.test";

struct WorldOptions {
  uint64_t seed = 1;
  DatasetOptions dataset;
  GatewayOptions gateway;
  Latency latency;
  Faults faults;
  DecodeLimits decode_limits;
  StorageOptions storage;
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
  // With since_last the runs of this world's store may be built upon; returns when one of them is read.
  Result<std::string> pull(PullRequest request);
  // Runs until the pull is over, paused, or `longest` of virtual time has passed. Returns the state.
  RunState run(Duration longest = Duration::seconds(7 * 86400));
  bool run_until(const std::function<bool()>& done, Duration longest = Duration::seconds(7 * 86400));
  // One thing happens, or time moves to the next; false when nothing will ever happen again.
  bool step();
  void pass(Duration duration);  // runs the world for exactly that long
  // Something that happens outside of the client when its time comes, whatever else is going on then.
  void later(Duration after, std::string note, std::function<void()> happening);
  // The client ends at once; a new one that knows nothing takes its place. Runs until() end here.
  void crash();
  bool crashed() const { return crashed_; }
  // Crashes in the middle of things, when so many of them have happened since the beginning; 0: not at all.
  void crash_at(uint64_t deed) { fuse_ = deed; }
  uint64_t deeds() const { return deeds_; }
  // The client, signed in, goes on with what this world's store has kept of a run. Returns when all of it is read.
  ResumeStatus resume(const std::string& run_id, PullRequest request = {});
  // On another machine, so to say: its store knows nothing of the run, whose journal somebody brings as a file.
  ResumeStatus resume_checkpoint(const std::string& run_id, std::string bytes, PullRequest request = {});
  // Somebody sets the clock of the client's machine; the time that passes is not touched.
  void jump_clock(Duration by);

  Instant now() const { return now_; }
  Client& client() { return *client_; }
  Gateway& gateway() { return *gateway_; }
  Network& network() { return *network_; }
  WorldJournals& journals() { return journals_; }
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
  bool deed();  // one thing has happened; true when the client crashes over it
  bool deliver();
  void note_answer(FlightId flight, const Response& response);
  void look_at_call(const Flight& flight);
  bool work();
  bool store();
  bool feed();
  void choose_feed();
  Result<std::string> pull_since(const PullRequest& request);
  bool depart();
  FlightId outside(FlightId flight) const;
  ResumeStatus go_on(const PullRequest& request, ResumeSource from, const std::string* bytes);
  void check();
  void note_run();
  void note(std::string text);

  WorldOptions options_;
  std::shared_ptr<const Dataset> dataset_;
  std::shared_ptr<const OtDataset> ot_dataset_;
  std::unique_ptr<Gateway> gateway_;
  std::unique_ptr<Network> network_;
  WorldJournals journals_;
  std::unique_ptr<Client> client_;
  uint64_t generation_ = 0;  // clients so far
  bool crashed_ = false;
  uint64_t fuse_ = 0;
  uint64_t deeds_ = 0;
  // A call leaves once all that its journal said until then is durable.
  struct Departure {
    FlightId flight;
    Request request;
    uint64_t ticket = 0;
  };
  std::deque<Departure> departures_;
  // What a client has been told, and must heed.
  struct Told {
    Instant not_before{};                 // no call of an API until then
    std::optional<Instant> token_since;   // the last good sign-in
    std::map<uint64_t, Instant> sent;     // calls on their way, by flight
    bool token_refused = false;           // a call that was sent with this token
    bool password_refused = false;
  };
  Told told_;
  std::optional<std::string> feeding_;  // what is left to read of a journal
  bool feeds_bases_ = false;            // the client says which journal it wants
  std::string feeding_run_;
  Random pieces_;
  Instant now_{};
  WallTime wall_at_start_{};
  struct Happening {
    std::string note;
    std::function<void()> happen;
  };
  std::multimap<Instant, Happening> happenings_;
  int idle_steps_ = 0;
  uint64_t last_pages_ = 0;
  uint64_t noted_pages_ = 0;
  RunState noted_state_ = RunState::kIdle;
  WaitReason noted_wait_ = WaitReason::kNone;
  uint64_t last_assets_ = 0;
  std::vector<std::string> violations_;
  std::vector<std::string> transcript_;
};

}  // namespace sluice::sim
