#include "base/sha256.h"

#include <bearssl_hash.h>

#include <new>

namespace sluice {
namespace {

static_assert(sizeof(br_sha256_context) <= 128 && alignof(br_sha256_context) <= 8);

}  // namespace

Sha256::Sha256() { br_sha256_init(new (state_.data()) br_sha256_context); }

void Sha256::add(std::string_view bytes) {
  br_sha256_update(std::launder(reinterpret_cast<br_sha256_context*>(state_.data())), bytes.data(), bytes.size());
}

std::string Sha256::hex() const {
  std::array<unsigned char, br_sha256_SIZE> digest{};
  br_sha256_out(std::launder(reinterpret_cast<const br_sha256_context*>(state_.data())), digest.data());
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : digest) {
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 15]);
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.hex();
}

}  // namespace sluice
