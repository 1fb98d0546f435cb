// SHA-256 (FIPS 180-4), fed in pieces: the digests of raw pages and of exports in a manifest, by which an auditor can
// tell that nothing was changed since. Not for secrets.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace sluice {

class Sha256 {
 public:
  Sha256();
  void add(std::string_view bytes);
  // 64 lower-case hexadecimal digits of all that was added so far; more may be added afterwards.
  std::string hex() const;

 private:
  // The library's state, whose type stays in the .cc file.
  alignas(8) std::array<unsigned char, 128> state_{};
};

std::string sha256_hex(std::string_view bytes);

}  // namespace sluice
