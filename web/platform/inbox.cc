#include "platform/inbox.h"

#include <emscripten.h>

#include <deque>
#include <utility>

#include "base/secret.h"

namespace sluice::platform {
namespace {

std::deque<std::string>& pieces() {
  static std::deque<std::string> all;
  return all;
}

}  // namespace

std::string take_inbox() {
  if (pieces().empty()) return {};
  std::string text = pieces().front().c_str();  // up to the terminator that JavaScript wrote
  wipe_text(pieces().front());
  pieces().pop_front();
  return text;
}

std::string take_inbox_bytes() {
  if (pieces().empty()) return {};
  std::string bytes = std::move(pieces().front());
  bytes.pop_back();  // the terminator
  pieces().pop_front();
  return bytes;
}

}  // namespace sluice::platform

// Room for `bytes` bytes and a terminator.
extern "C" EMSCRIPTEN_KEEPALIVE char* sluice_inbox(int bytes) {
  auto& all = sluice::platform::pieces();
  all.emplace_back(static_cast<size_t>(bytes) + 1, '\0');
  return all.back().data();
}
