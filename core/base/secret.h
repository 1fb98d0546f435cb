// A password or a token. Moves, never copies; wiped when it is destroyed, replaced or moved from; cannot be printed.
// `reveal()` is the only way in, so every use of a secret can be found by that word.
#pragma once

#include <string>
#include <string_view>

namespace sluice {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text);
  ~Secret();
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  bool empty() const { return text_.empty(); }
  std::string_view reveal() const { return text_; }
  // A second holder on purpose (the session keeps one, a request carries one).
  Secret duplicate() const;
  void wipe();

 private:
  std::string text_;
};

// Overwrites the bytes of a plain string that has held a secret, in a way the optimiser keeps, then empties it.
void wipe_text(std::string& text);

}  // namespace sluice
