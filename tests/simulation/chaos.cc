#include "chaos.h"

#include <memory>

#include "base/number.h"
#include "judge.h"
#include "setting.h"
#include "sim/living_inventory.h"
#include "sim/world.h"

namespace sluice::sim {
namespace {

constexpr Duration kLongestRun = Duration::seconds(40 * 86400);
constexpr Duration kLongestPause = Duration::seconds(20);
constexpr int kUnpausesMax = 20;
constexpr Duration kBetweenVisits = Duration::seconds(2 * 86400);
constexpr int kVisitsMax = 20;

// One world on its way through its setting.
class Chaos {
 public:
  Chaos(uint64_t seed, bool transcript) : setting_(draw_setting(seed)) {
    setting_.world.transcript = transcript;
    world_ = std::make_unique<World>(setting_.world);
    if (!setting_.lives) return;
    living_ = std::make_unique<LivingInventory>(std::make_shared<const Dataset>(world_->dataset()),
                                                std::make_shared<const OtDataset>(world_->ot_dataset()),
                                                setting_.living_seed, setting_.living);
  }

  ChaosOutcome run() {
    ChaosOutcome outcome;
    outcome.setting = describe(setting_);
    sign_in();
    world_->network().set_faults(setting_.faults);
    put_down_what_happens();
    set_fuse();
    pull();
    run_to_the_end();
    judge(*world_, setting_, living_.get());
    if (setting_.scans > 0 && may_come_again()) {
      come_again();
      judge_second_visit(*world_, setting_, *living_);
    }
    outcome.violations = world_->violations();
    outcome.transcript = world_->transcript();
    outcome.state = run_state_name(world_->client().run().state);
    return outcome;
  }

 private:
  // On a calm network: that a sign-in may fail is not what is tried here.
  void sign_in() {
    world_->network().set_faults({});
    world_->network().set_latency({});
    const SessionStatus session = world_->sign_in(std::string(kManagerLogin), std::string(kRehearsalPassword));
    if (session.state != SessionState::kSignedIn && !world_->crashed()) {
      world_->violate("signing in to a healthy gateway failed");
    }
    world_->network().set_latency(setting_.world.latency);
  }

  void put_down_what_happens() {
    World& world = *world_;
    for (const Moment& m : setting_.changes) world.later(m.after, "the inventory changes", [this] { live(); });
    for (const Moment& m : setting_.jumps) {
      world.later(m.after, "the client's clock jumps by " + std::to_string(m.jump.us / 1000000) + " s",
                  [&world, m] { world.jump_clock(m.jump); });
    }
    for (const Moment& m : setting_.troubles) {
      world.later(m.after, "the gateway will have trouble: " + std::string(trouble_name(m.trouble)),
                  [&world, m] { world.gateway().fail_next(m.trouble, 1); });
    }
    for (const Moment& m : setting_.other_users) {
      world.later(m.after, "another user spends " + std::to_string(m.calls) + " calls",
                  [&world, m] { world.gateway().spend_calls(m.calls, world.now()); });
    }
    for (const Moment& m : setting_.pauses) {
      world.later(m.after, "the user pauses", [&world] { world.client().pause(world.now()); });
      world.later(m.after + kLongestPause, "the user goes on", [&world] { world.client().unpause(world.now()); });
    }
    for (const Moment& m : setting_.revocations) {
      world.later(m.after, "the gateway revokes its tokens", [&world] { world.gateway().revoke_tokens(); });
    }
    for (const Moment& m : setting_.deactivations) {
      world.later(m.after, "the user is deactivated", [this, &world] {
        gone_ = true;
        world.gateway().deactivate(kManagerLogin);
        world.gateway().revoke_tokens();
      });
    }
    for (const Moment& m : setting_.stops) {
      world.later(m.after, "the user stops", [&world] { world.client().stop(world.now()); });
    }
  }

  void live() {
    living_->step();
    world_->gateway().set_dataset(living_->assets());
    world_->gateway().set_ot_dataset(living_->ot());
  }

  void pull() {
    const Result<std::string> asked = world_->pull(setting_.request);
    if (!asked) return world_->violate("pull refused: " + asked.error().message);
    run_id_ = asked.value();
    // Cut off while a base was looked for: nobody knows yet what the run would be called.
    if (run_id_.empty() && !world_->journals().runs().empty()) run_id_ = world_->journals().runs().front();
  }

  bool may_come_again() const {
    return world_->violations().empty() && !gone_ && !world_->crashed() &&
           world_->client().run().state == RunState::kComplete;
  }

  // Days later some assets have been scanned, and only what has changed is asked for.
  void come_again() {
    world_->pass(kBetweenVisits);
    living_ = std::make_unique<LivingInventory>(std::make_shared<const Dataset>(world_->dataset()),
                                                std::make_shared<const OtDataset>(world_->ot_dataset()),
                                                setting_.living_seed);
    living_->set_time(world_->gateway().options().start_unix_s + world_->now().us / 1000000);
    for (int scan = 0; scan < setting_.scans; ++scan) live();
    setting_.request.since_last = true;
    forget_checkpoint();
    for (int i = 0; i < kVisitsMax; ++i) {
      sign_in();
      if (world_->crashed()) continue;
      world_->network().set_faults(setting_.faults);
      const int resumptions = resumptions_;
      pull();
      run_to_the_end();
      // A crash while the base was read leaves a copy of it, which is complete and old.
      const bool built = world_->client().manifest(world_->now()).base.has_value();
      if (built || resumptions == resumptions_ || !may_come_again()) return;
    }
  }

  void set_fuse() {
    if (crashes_ < setting_.crashes.size()) world_->crash_at(world_->deeds() + setting_.crashes[crashes_++]);
  }

  // Somebody comes back, signs in, and lets the run go on; a run of which nothing is kept is pulled anew.
  void resume() {
    ++resumptions_;
    sign_in();
    if (world_->crashed()) return;
    world_->network().set_faults(setting_.faults);
    set_fuse();
    const std::string* kept = world_->journals().find(run_id_);
    // A machine that crashed while it copied a checkpoint has less than the file, a torn end of it apart.
    const uint64_t entries = world_->journals().entries(run_id_);
    if (kept && entries >= checkpoint_entries_) {
      checkpoint_ = *kept;
      checkpoint_entries_ = entries;
    }
    const ResumeStatus status = setting_.by_checkpoint && !checkpoint_.empty()
                                    ? world_->resume_checkpoint(run_id_, checkpoint_)
                                    : world_->resume(run_id_);
    if (world_->crashed() || status.state == ResumeStatus::State::kDone) return;
    if (world_->journals().durable_pages(run_id_) > 0) {
      world_->violate("what was kept is refused: " + (status.error ? status.error->message : ""));
    }
    forget_checkpoint();
    pull();
  }

  void forget_checkpoint() {
    checkpoint_.clear();
    checkpoint_entries_ = 0;
  }

  // The store had no room. Now it has.
  void make_room() {
    world_->journals().set_options({});
    setting_.world.storage.fail = 0;
    resume();
  }

  // A renewal that nobody answers pauses the run and asks: somebody is there and says "go on", a few times.
  void run_to_the_end() {
    for (int i = 0; i < kUnpausesMax; ++i) {
      world_->run(kLongestRun);
      if (world_->crashed()) {
        world_->pass(kLongestPause);
        resume();
        continue;
      }
      if (world_->client().run().state == RunState::kStopped && setting_.world.storage.fail > 0 &&
          setting_.stops.empty()) {
        make_room();
        continue;
      }
      if (world_->client().run().state != RunState::kPaused) return;
      world_->pass(kLongestPause);
      if (world_->client().run().state != RunState::kPaused) continue;
      if (gone_) return world_->client().stop(world_->now());  // nobody can sign in any more
      world_->network().set_faults({});
      if (world_->client().session(world_->now()).state == SessionState::kExpired) sign_in();
      world_->client().unpause(world_->now());
    }
  }

  Setting setting_;
  std::unique_ptr<World> world_;
  std::unique_ptr<LivingInventory> living_;
  std::string run_id_;
  std::string checkpoint_;
  uint64_t checkpoint_entries_ = 0;
  size_t crashes_ = 0;
  int resumptions_ = 0;
  bool gone_ = false;  // the user
};

}  // namespace

ChaosOutcome run_chaos(uint64_t seed, bool transcript) { return Chaos(seed, transcript).run(); }

}  // namespace sluice::sim
