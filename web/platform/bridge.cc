#include "platform/bridge.h"

#include <emscripten.h>

#include <utility>

#include "platform/frame_stats.h"
#include "platform/inbox.h"

extern "C" {
void sluice_bridge_open(void);
void sluice_bridge_answer(const char* json);
void sluice_bridge_rows(int ticket, const char* json);
void sluice_bridge_bytes(int ticket, const char* bytes, int count);
void sluice_bridge_settle(int ticket, const char* json);
void sluice_bridge_emit(const char* name, const char* json);
}

namespace sluice::platform {
namespace {

Bridge* the_bridge = nullptr;

}  // namespace

Bridge::Bridge(Handler handler) : handler_(std::move(handler)) {
  the_bridge = this;
  sluice_bridge_open();
}

void Bridge::send_rows(Ticket ticket, const std::string& json_array) {
  sluice_bridge_rows(ticket, json_array.c_str());
}

void Bridge::send_bytes(Ticket ticket, std::string_view bytes) {
  sluice_bridge_bytes(ticket, bytes.data(), static_cast<int>(bytes.size()));
}

void Bridge::settle(Ticket ticket, const std::string& json) { sluice_bridge_settle(ticket, json.c_str()); }

void Bridge::emit(const char* name, const std::string& json) { sluice_bridge_emit(name, json.c_str()); }

}  // namespace sluice::platform

// The call waits in the inbox: name, arguments, password, token, client secret, bytes.
extern "C" EMSCRIPTEN_KEEPALIVE void sluice_on_call(void) {
  sluice::platform::Task task;
  sluice::platform::ScriptCall call;
  call.name = sluice::platform::take_inbox();
  call.arguments = sluice::platform::take_inbox();
  call.password = sluice::Secret(sluice::platform::take_inbox());
  call.token = sluice::Secret(sluice::platform::take_inbox());
  call.client_secret = sluice::Secret(sluice::platform::take_inbox());
  call.bytes = sluice::platform::take_inbox_bytes();
  sluice_bridge_answer(sluice::platform::the_bridge->on_call(std::move(call)).c_str());
}
