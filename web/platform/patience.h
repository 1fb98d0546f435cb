// How long an answer is waited for that the browser should give at once, and might never give: so many looks, some time
// apart. Looks are counted and not the time between them, because a computer that slept, a page that was frozen and a
// clock that jumped have let much time pass without the browser having had any to answer in. Whoever holds it calls
// ran_out() when poll_timeout() is due.
#pragma once

#include <optional>

#include "base/time.h"

namespace sluice::platform {

class Patience {
 public:
  static constexpr Duration kBetweenLooks = Duration::seconds(5);
  static constexpr int kLooksMax = 12;

  // From now on, or anew: there was a sign of life.
  void begin(Instant now) {
    look_ = now + kBetweenLooks;
    looks_ = 0;
  }
  void end() { look_.reset(); }

  std::optional<Instant> poll_timeout() const { return look_; }

  // True once, when as many looks as there may be were in vain.
  bool ran_out(Instant now) {
    if (!look_ || now < *look_) return false;
    look_ = now + kBetweenLooks;
    if (++looks_ < kLooksMax) return false;
    end();
    return true;
  }

 private:
  std::optional<Instant> look_;
  int looks_ = 0;
};

}  // namespace sluice::platform
