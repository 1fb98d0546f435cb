// A simulated Qualys gateway, written from the vendor's documents (api-reference.md 3 to 9) and from nothing of the
// client's: it reads URLs, forms and dates with its own code and writes XML with its own code, so that a mistake on
// one side cannot hide behind the same mistake on the other. It has no clock and no socket: a mount (network.h under a
// virtual clock, the page's rehearsal, gatewayd on a real socket) tells it when a call arrives and when it has left.
// Nothing that a caller sends makes it fail: every call gets an answer.
//
// A call is checked in this order; what is refused early is not counted in the rate window and takes no concurrency
// slot. Counted calls carry the headers of both limits, a 429 those of the rate, a 409 those of the concurrency
// (api-reference.md 4 leaves all this open):
//
//   path 404 → version retired 404 or 410 → address too long 414 → method 405 → token 401 → concurrency 409
//     → rate 429 → counted → access check 500 → permission and module 403 (OT without its module: 404 without `_error`)
//     → parameters 400 → 200
//
// Choices where the documents are silent: all accounts share one budget, since limits belong to the subscription
// (limits.h); 429 has an empty body unless the refusals are classic; an expired or revoked token gets the same text as
// one that is no token; an answer without assets has an empty ASSET_LIST; hosts and detections of which none match are
// a 200 with an empty list, project files a 404 with `_error`. OT answers have the headers of the vendor's two samples
// and no others (api-reference.md 5.3), so none about concurrency unless told; `vary` and `Date` go with a 200 alone. A
// concurrency refusal of OT is a 409 with `_error`. A version at its end of support answers like a supported one. Other
// choices stand in asset_query.h (parameters), selection.h (paging), ot_query.h and ot_filter.h (OT), sign_in.h (/auth)
// and accounts.h (scopes).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "http/message.h"
#include "sim/accounts.h"
#include "sim/dataset.h"
#include "sim/limits.h"
#include "sim/ot_dataset.h"
#include "sim/replies.h"

namespace sluice::sim {

inline constexpr size_t kTroublesMax = 10000;

// A request as it stands on the wire.
struct Call {
  std::string method;     // "GET"
  std::string target;     // "/sem/v1/assetList?action=list&…"
  std::string authority;  // the Host header, for the next-page URL
  Headers headers;
  std::string body;
};

// What can go wrong on the vendor's side, one call each.
enum class Trouble {
  kInternalError,       // 500, "Internal Error"
  kAccessCheck,         // 500, "Error occurred while checking user access"
  kUnauthorized,        // 401 although the token is good
  kRateRefusal,         // 429 although the window has room; not in Counters::refused_rate
  kConcurrencyRefusal,  // 409 although a slot is free; not in Counters::refused_concurrency
  kMalformedXml,        // 200 whose XML or JSON is broken in the middle
  kHtmlPage,            // 200 with a proxy's HTML page
  kCutBody,             // half the body, under a Content-Length that announces the whole
  kCursorLoops,         // the next-page address leads to the page itself; no harm on a last page, which has none
  kCursorBackwards,     // … to before the page
  kCursorOverlaps,      // … to the page's last asset, so that it comes twice
  kUnparsableHeaders,   // the limit headers and `count` hold words instead of numbers
  kNegativeHeaders,     // they hold numbers below 0
  kNoHeaders,           // they are absent
};
// "internal_error", "access_check", "unauthorized", …; nothing for another word.
std::optional<Trouble> trouble_named(std::string_view name);
std::string_view trouble_name(Trouble trouble);
const std::vector<std::string_view>& trouble_names();

// The old version of the OT endpoints, /ot/v1/… (api-reference.md 5.1).
enum class V1Life { kSupported, kEndOfSupport, kGone404, kGone410 };
// "supported", "end-of-support", "gone-404", "gone-410"; nothing for another word.
std::optional<V1Life> v1_life_named(std::string_view name);

// What a request with both `ids` and `id_min` means: the vendor does not say (api-reference.md 10, 18).
enum class IdsWithCursor {
  kJoined,       // ids of the ranges, from id_min on
  kRefused,      // 400
  kCursorAlone,  // as if `ids` were not there
  kIdsAlone,     // as if `id_min` were not there
};

struct GatewayOptions {
  int rate_limit = 300;  // 0: no limit and no headers
  int window_s = 3600;
  int concurrency_limit = 2;
  bool per_endpoint_limits = false;             // else OT and Mobile spend one budget
  bool classic_refusals = false;                // 409 with SIMPLE_RETURN 1965 and 1960, as the classic API has them
  bool rate_headers = true;                     // false: limits act, but say nothing
  bool hyphenated_concurrency_headers = false;  // X-Concurrency-Limit-… instead of X-ConcurrencyLimit-…
  std::string foreign_next_host;  // printed in WARNING/URL instead of the host asked, as the guide's sample does
  bool full_next_url = true;      // false: id_min, action and truncation_limit only, as the guide's sample does
  V1Life v1_life = V1Life::kSupported;
  bool count_header = true;             // of the OT lists
  bool ot_concurrency_headers = false;  // OT answers tell the concurrency too, which the vendor's sample does not
  size_t ot_rows_to_come = 0;  // so many records at the front of each OT list appear later, one after each page given
  OtDatasetOptions ot;         // the OT inventory, made when it is first asked for
  std::vector<int64_t> poisoned_ids;    // assets for which every page that holds one is a 500
  bool poisoned_results_only = false;   // … unless show_results=0
  bool sparse_pages = false;  // "records processed": the limit counts assets looked at, so a page may hold few or none
  IdsWithCursor ids_with_cursor = IdsWithCursor::kJoined;
  int token_lifetime_s = 4 * 3600;
  bool token_has_exp = true;
  int auth_status = 201;             // 200 or 201
  int64_t start_unix_s = 0;          // the gateway's wall clock at Instant 0
  std::vector<Account> accounts;     // empty: default_accounts()
  std::vector<ApiClient> clients;    // empty: default_clients()
  bool cors = false;                 // sends Access-Control-* and answers preflights (gatewayd only)
  std::vector<Trouble> next_errors;  // spent one by one by the next calls with a good token
  size_t target_bytes_max = 8192;    // a longer path and query is answered 414, as web servers do
  uint64_t seed = 1;                 // of the tokens' signatures
};

class Gateway {
 public:
  // Without an `ot_dataset` there is the one of options.ot.
  Gateway(GatewayOptions options, std::shared_ptr<const Dataset> dataset,
          std::shared_ptr<const OtDataset> ot_dataset = nullptr);
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
    uint64_t calls = 0;        // all but those to /auth and preflights, refused ones included
    uint64_t let_through = 0;  // those that were counted in the window
    uint64_t refused_rate = 0;
    uint64_t refused_concurrency = 0;
    uint64_t auth_calls = 0;
    uint64_t auth_refused = 0;
    uint64_t troubles = 0;  // answers spoilt by next_errors or fail_next()
    int running = 0;        // let through and not departed yet
    int running_most = 0;    // at a time under one limit
    int in_window_most = 0;  // most calls let through in any one window, spend_calls() included
  };
  const Counters& counters() const;
  const GatewayOptions& options() const;

  // ── what a test or another user does to it ──
  std::shared_ptr<const Dataset> dataset() const;
  void set_dataset(std::shared_ptr<const Dataset> dataset);  // the inventory has changed
  void spend_calls(int calls, Instant now);                  // another user of the subscription; at most what is left
  void revoke_tokens();                                      // every token so far answers 401 from now on
  void set_ot_dataset(std::shared_ptr<const OtDataset> dataset);
  void set_v1_life(V1Life life);
  void set_rate(int limit, int window_s);
  void set_tier(const Tier& tier);
  void deactivate(std::string_view username);
  void fail_next(Trouble trouble, int calls);  // at most kTroublesMax in waiting

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sluice::sim
