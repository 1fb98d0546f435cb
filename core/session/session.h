// Who is signed in, and the token that says so. Makes the request of /auth (of /auth/oidc or /auth/oauth for an API
// client), reads its answer, knows when the token must be renewed, and holds the password or the client's secret for
// that in one Secret and nowhere else (api-reference.md 3.1, 3.3; page-api.md, signIn). It sends nothing itself: its
// owner (client/client) asks wants_auth() and carries the request.
//
//                 begin()                 2xx with a token
//   signed_out ───────────▶ signing_in ───────────────────▶ signed_in ◀──────────────┐
//       ▲                      │ refused, unreachable            │ due, or a 401      │ 2xx with a token
//       │◀─────────────────────┘                                 ▼                    │
//       │                                              ┌──── renewing ────────────────┘
//       │ sign_out()                    cannot renew   ▼        │ refused
//       └────────────────────────────────────────── expired ◀───┘
//
// A refused password or client secret is never sent again (field-notes 17): it is wiped. While renewing, a lost
// connection and 5xx are tried again with jitter, five times; a first sign-in is not, since somebody sits in front of
// it and can read why.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "http/message.h"
#include "session/credentials.h"

namespace sluice {

inline constexpr Duration kTokenLifetimeAssumed = Duration::seconds(4 * 3600);  // api-reference.md 3.1
inline constexpr Duration kRenewMarginMax = Duration::seconds(120);
inline constexpr Duration kPasswordIdleMax = Duration::seconds(12 * 3600);
inline constexpr int kAuthAttemptsMax = 5;
inline constexpr uint64_t kAuthBodyBytesMax = 256 * 1024;

class Session {
 public:
  enum class State { kSignedOut, kSigningIn, kSignedIn, kRenewing, kExpired };

  explicit Session(uint64_t seed);

  // ── commands ──
  void begin(std::string gateway, Credentials credentials, Instant now);
  // A token pasted by hand. Code bad_credentials when it does not look like one or has ended by `wall`.
  Result<void> use_token(std::string gateway, Secret token, Instant now, WallTime wall);
  void sign_out();
  // Asks for a new token if one is due (or has ended) and the password is at hand. A run calls this before each page.
  void renew_if_due(Instant now);
  // A run that waits for its rate window is not idle: the password stays.
  void keep_awake(Instant now) { last_use_ = now; }

  // ── what happened outside ──
  void handle_answer(const Response& response, Instant now, WallTime wall);
  void handle_failure(const Failure& failure, Instant now);
  // A call with the token of `generation` was answered 401. One renewal: a fresh token that is refused as well is not
  // renewed again.
  enum class Next {
    kRetry,   // make the call again, now or after the renewal
    kSignIn,  // no password at hand: somebody must sign in
    kGiveUp,  // a new token was refused too
  };
  Next handle_unauthorized(uint64_t generation, Instant now);
  // A call with the current token was accepted, so its renewal counts as good.
  void handle_authorized() { refused_in_a_row_ = 0; }
  void handle_timeout(Instant now);

  // ── what the driver must do ──
  bool wants_auth(Instant now) const;
  // It holds the password or the client's secret; the session moves on to waiting for the answer.
  Request make_auth_request(Instant now);
  std::optional<Instant> poll_timeout() const;

  // ── getters ──
  State state() const { return state_; }
  bool has_token(Instant now) const;        // one that has not ended
  Secret token() const { return token_.duplicate(); }
  uint64_t generation() const { return generation_; }
  bool can_renew() const { return credentials_.renew && has_secret(); }
  const std::string& gateway() const { return gateway_; }
  // Who signed in: the user name, or the id of the API client; "" for a token pasted by hand.
  const std::string& username() const { return is_client() ? credentials_.client_id : credentials_.username; }
  const std::string& subject() const { return subject_; }
  // "password" | "token" | "user client" | "subscription client"; "" before the first sign-in and after signing out.
  std::string_view kind() const;
  // What the token says that it is good for (api-reference.md 3.2), for display alone; empty without a token.
  const std::vector<std::string>& modules() const { return modules_; }
  std::optional<Instant> expires_at() const;
  const std::optional<Error>& last_error() const { return last_error_; }

 private:
  void accept(std::string token, const Headers& headers, Instant now, WallTime wall);
  void refuse(Error error);
  void try_again_or_give_up(Error error, Instant now);
  Duration lifetime_of(const std::string& token, const Headers& headers, WallTime wall) const;
  bool is_client() const { return !credentials_.client_id.empty(); }
  bool has_secret() const { return !credentials_.password.empty() || !credentials_.client_secret.empty(); }
  void forget_secret();
  void sign_by_password(Request& request) const;
  void sign_by_client(Request& request) const;

  Random random_;
  State state_ = State::kSignedOut;
  std::string gateway_;
  Credentials credentials_;
  bool by_token_ = false;  // pasted by hand
  std::string subject_;
  std::vector<std::string> modules_;
  Secret token_;
  uint64_t generation_ = 0;
  int refused_in_a_row_ = 0;
  bool auth_in_flight_ = false;
  int attempts_ = 0;
  Instant next_attempt_{};
  std::optional<Instant> auth_sent_at_;
  Instant expires_at_{};
  Duration renew_margin_{};
  Instant last_use_{};
  std::optional<Error> last_error_;
};

}  // namespace sluice
