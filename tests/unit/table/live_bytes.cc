#include "live_bytes.h"

#include <cstdlib>
#include <new>

namespace {

// In front of each piece stands its size.
constexpr size_t kHead = alignof(std::max_align_t);
size_t live = 0;

void* take(size_t bytes) {
  auto* head = static_cast<unsigned char*>(std::malloc(bytes + kHead));
  if (head == nullptr) std::abort();
  *reinterpret_cast<size_t*>(head) = bytes;
  live += bytes;
  return head + kHead;
}

void give_back(void* piece) {
  if (piece == nullptr) return;
  auto* head = static_cast<unsigned char*>(piece) - kHead;
  live -= *reinterpret_cast<size_t*>(head);
  std::free(head);
}

}  // namespace

void* operator new(size_t bytes) { return take(bytes); }
void* operator new[](size_t bytes) { return take(bytes); }
void operator delete(void* piece) noexcept { give_back(piece); }
void operator delete[](void* piece) noexcept { give_back(piece); }
void operator delete(void* piece, size_t) noexcept { give_back(piece); }
void operator delete[](void* piece, size_t) noexcept { give_back(piece); }

namespace sluice {

size_t live_bytes() { return live; }

}  // namespace sluice
