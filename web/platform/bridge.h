// The wire between the page's scripts (window.sluice, the sign-in form) and the program: a call goes in as a name and
// JSON, its answer comes out as JSON, at once or later under a ticket. Big answers come out in pieces, each parsed or
// put aside in a task of its own. What the calls mean is script_api's business.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/secret.h"

namespace sluice::platform {

// Secrets travel beside the JSON, never inside it; so do the bytes of files.
struct ScriptCall {
  std::string name;
  std::string arguments;  // JSON
  Secret password;
  Secret token;
  Secret client_secret;
  std::string bytes;
};

using Ticket = int;

class Bridge {
 public:
  // The handler gives the answer as JSON: {"value": …}, {"error": {"code", "message"}} or {"ticket": n}.
  using Handler = std::function<std::string(ScriptCall)>;

  explicit Bridge(Handler handler);
  Bridge(const Bridge&) = delete;
  Bridge& operator=(const Bridge&) = delete;

  Ticket new_ticket() { return ++last_ticket_; }
  // A piece of the answer: a JSON array whose elements are added to `rows` of the answer.
  void send_rows(Ticket ticket, const std::string& json_array);
  // A piece of the answer: bytes of the file that the answer is.
  void send_bytes(Ticket ticket, std::string_view bytes);
  // The end of it: the answer as handler above gives it.
  void settle(Ticket ticket, const std::string& json);
  // An event for those who asked for it with on().
  void emit(const char* name, const std::string& json);

  // The browser's side.
  std::string on_call(ScriptCall call) { return handler_(std::move(call)); }

 private:
  Handler handler_;
  Ticket last_ticket_ = 0;
};

}  // namespace sluice::platform
