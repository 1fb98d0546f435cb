// A simulated Qualys gateway, written from the vendor's documents (api-reference.md 3 to 9) and from nothing of the
// client's: it reads URLs, forms and dates with its own code and writes XML with its own code, so that a mistake on
// one side cannot hide behind the same mistake on the other. It has no clock and no socket: a mount (network.h under a
// virtual clock, the page's rehearsal, gatewayd on a real socket) tells it when a call arrives and when it has left.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "http/message.h"
#include "sim/dataset.h"

namespace sluice::sim {

// A request as it stands on the wire.
struct Call {
  std::string method;     // "GET"
  std::string target;     // "/sem/v1/assetList?action=list&…"
  std::string authority;  // the Host header, for the next-page URL
  Headers headers;
  std::string body;
};

struct Reply {
  int status = 0;
  Headers headers;
  std::string body;
};

struct Account {
  std::string username;
  std::string password;
  bool mobile_module = true;      // else "User doesn't have VMDR Mobile access."
  bool mobile_permission = true;  // else "User is not authorized to run the VMDR Mobile API."
  int scope_percent = 100;        // Manager 100; a Reader sees a fixed subset of the assets
};

struct GatewayOptions {
  int rate_limit = 300;           // 0: no limit and no headers
  int window_s = 3600;
  int concurrency_limit = 2;
  bool rate_headers = true;       // false: limits act, but say nothing
  bool hyphenated_concurrency_headers = false;  // X-Concurrency-Limit-… instead of X-ConcurrencyLimit-…
  std::string foreign_next_host;  // printed in WARNING/URL instead of the host asked, as the guide's sample does
  bool full_next_url = true;      // false: id_min, action and truncation_limit only, as the guide's sample does
  bool sparse_pages = false;      // "records processed": the limit counts assets looked at, so a page may hold few or none
  int token_lifetime_s = 4 * 3600;
  bool token_has_exp = true;
  int auth_status = 201;          // 200 or 201
  int64_t start_unix_s = 0;       // the gateway's wall clock at Instant 0
  std::vector<Account> accounts;  // empty: default_accounts()
  bool cors = false;              // sends Access-Control-* (gatewayd only)
};

// manager / reader / no permission / no module, with the passwords that README.md prints.
std::vector<Account> default_accounts();

class Gateway {
 public:
  Gateway(GatewayOptions options, std::shared_ptr<const Dataset> dataset);
  ~Gateway();

  // A call has arrived: checks it, counts it, answers it. It runs until depart(). The reply's bytes are all there at
  // once; the mount adds the time that they take.
  struct Arrival {
    uint64_t call_id = 0;
    Reply reply;
  };
  Arrival arrive(const Call& call, Instant now);
  void depart(uint64_t call_id, Instant now);

  // ── what the gateway itself has counted, for invariants ──
  struct Counters {
    uint64_t calls = 0;             // all but /auth
    uint64_t refused_rate = 0;
    uint64_t refused_concurrency = 0;
    uint64_t auth_calls = 0;
    uint64_t auth_refused = 0;
    int running = 0;
    int running_most = 0;
    int in_window_most = 0;         // most calls let through in any one window
  };
  const Counters& counters() const;
  const GatewayOptions& options() const;

  // ── what a test or another user does to it ──
  void set_dataset(std::shared_ptr<const Dataset> dataset);  // the inventory has changed
  void spend_calls(int calls, Instant now);                  // another user of the subscription
  void revoke_tokens();                                      // every token so far answers 401 from now on
  void set_rate(int limit, int window_s);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sluice::sim
