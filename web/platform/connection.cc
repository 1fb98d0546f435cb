#include "platform/connection.h"

#include <emscripten.h>

#include <utility>

#include "platform/frame_stats.h"

extern "C" {
void sluice_connection_listen(void);
int sluice_connection_online(void);
}

namespace sluice::platform {
namespace {

Connection* the_connection = nullptr;

}  // namespace

Connection::Connection(std::function<void()> changed) : changed_(std::move(changed)) {
  the_connection = this;
  sluice_connection_listen();
}

bool Connection::online() const { return sluice_connection_online() != 0; }

}  // namespace sluice::platform

extern "C" EMSCRIPTEN_KEEPALIVE void sluice_on_connection(void) {
  sluice::platform::Task task;
  sluice::platform::the_connection->on_change();
}
