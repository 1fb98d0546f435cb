// Whether the computer has a network, as far as the browser knows: it knows for sure only when there is none. A page
// that has been asleep (a closed lid, a frozen tab) is told of too, because its clocks may have stood still.
#pragma once

#include <functional>

namespace sluice::platform {

class Connection {
 public:
  // `changed`: the network came or went, or the page has woken up.
  explicit Connection(std::function<void()> changed);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool online() const;  // asks the browser each time

  // The browser's side.
  void on_change() { changed_(); }

 private:
  std::function<void()> changed_;
};

}  // namespace sluice::platform
