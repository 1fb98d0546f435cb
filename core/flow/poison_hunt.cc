#include "flow/poison_hunt.h"

#include <algorithm>

namespace sluice {

PoisonHunt::PoisonHunt(int64_t id_min, uint64_t page_size)
    : low_(id_min), suspects_(std::max<uint64_t>(page_size, 1)) {}

void PoisonHunt::enter(Phase phase) {
  phase_ = phase;
  failures_ = 0;
}

int64_t PoisonHunt::probe() const {
  if (phase_ == Phase::kGalloping) return failing_ + step_;
  return high_ - failing_ > 1 ? failing_ + (high_ - failing_) / 2 : high_;
}

PoisonHunt::Ask PoisonHunt::ask() const {
  switch (phase_) {
    case Phase::kControl: return {kHuntControlId, 1, false, false};
    case Phase::kHalving: return {low_, suspects_ / 2, false, true};
    case Phase::kSingle: return {low_, 1, false, true};
    case Phase::kWithoutResults: return {low_, 1, true, true};
    case Phase::kGalloping:
    case Phase::kNarrowing: break;
  }
  // Only the very next id that works leaves nothing out.
  return {probe(), 1, false, probe() - failing_ == 1};
}

PoisonHunt::Outcome PoisonHunt::succeed(std::optional<int64_t> next) {
  ++calls_;
  switch (phase_) {
    case Phase::kControl:
      enter(suspects_ == 1 ? Phase::kSingle : Phase::kHalving);
      return Outcome::kHunting;
    case Phase::kHalving:
      if (!next) return Outcome::kCleared;
      suspects_ -= suspects_ / 2;
      low_ = *next;
      if (suspects_ == 1) enter(Phase::kSingle);
      return Outcome::kHunting;
    case Phase::kSingle: return Outcome::kCleared;
    case Phase::kWithoutResults: return Outcome::kFoundWithoutResults;
    case Phase::kGalloping:
    case Phase::kNarrowing: break;
  }
  const bool next_id = probe() - failing_ == 1;
  high_ = probe();
  if (next_id) return Outcome::kFound;
  enter(Phase::kNarrowing);
  return calls_ >= kHuntCallsMax ? Outcome::kLost : Outcome::kHunting;
}

PoisonHunt::Outcome PoisonHunt::fail() {
  if (++calls_ >= kHuntCallsMax) return Outcome::kLost;
  ++failures_;
  switch (phase_) {
    case Phase::kControl:
      if (failures_ >= kHuntConfirmations) return Outcome::kLost;
      break;
    case Phase::kHalving:
      suspects_ /= 2;
      if (suspects_ == 1) {
        enter(Phase::kSingle);
        failures_ = 1;  // it was asked for alone already
      }
      break;
    case Phase::kSingle:
      if (failures_ >= kHuntConfirmations) enter(Phase::kWithoutResults);
      break;
    case Phase::kWithoutResults:
      if (failures_ < kHuntConfirmations) break;
      enter(Phase::kGalloping);
      failing_ = low_;
      break;
    case Phase::kGalloping:
      failing_ += step_;
      step_ *= 2;
      break;
    case Phase::kNarrowing:
      if (probe() < high_) failing_ = probe();  // at `high_` itself it is a trouble of the moment: ask again
      break;
  }
  return Outcome::kHunting;
}

}  // namespace sluice
