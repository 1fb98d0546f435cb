#include "base/secret.h"

#include <utility>

namespace sluice {

void wipe_text(std::string& text) {
  // Grow to the capacity first: what lies behind the end may be left over from a longer secret.
  text.resize(text.capacity());
  volatile char* bytes = text.data();
  for (size_t i = 0; i < text.size(); ++i) bytes[i] = 0;
  text.clear();
}

Secret::Secret(std::string text) : text_(text) { wipe_text(text); }

Secret::~Secret() { wipe(); }

// Short strings live inside the object, so a plain move would leave their bytes behind: copy, then wipe the source.
Secret::Secret(Secret&& other) noexcept : text_(other.text_) { other.wipe(); }

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  wipe();
  text_ = other.text_;
  other.wipe();
  return *this;
}

Secret Secret::duplicate() const { return Secret(std::string(text_)); }

void Secret::wipe() { wipe_text(text_); }

}  // namespace sluice
