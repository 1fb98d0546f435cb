#include "session/session.h"

#include <algorithm>
#include <utility>

#include "base/date.h"
#include "base/planted_bug.h"
#include "base/text.h"
#include "http/url.h"
#include "http/http_date.h"
#include "session/jwt.h"

namespace sluice {
namespace {

constexpr std::string_view kProxyAdvice =
    "Check the address; if it is right, the gateway may not allow calls from a browser page (CORS): serve this page "
    "through the same-origin proxy instead, with `./dev run --gateway ADDRESS`.";

Error unreachable_error(const Failure& failure) {
  switch (failure.kind) {
    case FailureKind::kPolicy:
      return {"blocked_by_policy",
              "This page's own security policy does not allow calls to that address, so nothing was sent. Whoever hosts "
              "the page can add the address to connect-src in the web server's configuration, or serve the page "
              "with `./dev run --gateway ADDRESS`."};
    case FailureKind::kTimeout:
      return {"blocked_by_browser", "The gateway did not answer in time. Nothing was pulled. " + std::string(kProxyAdvice)};
    case FailureKind::kTooLarge:
      return {"server_error", "The answer to the sign-in was far too long to be a token. This does not look like a "
                              "Qualys gateway: check the address."};
    default:
      return {"blocked_by_browser",
              "The gateway could not be reached, or the browser blocked its answer: browsers do not say which. Nothing "
              "was pulled. " + std::string(kProxyAdvice)};
  }
}

// What a gateway says to a client that knocks at the door of the other kind (api-reference.md 3.3); its status is not
// documented, so the words decide.
constexpr std::string_view kInvalidClient = "Invalid Client ID";
constexpr size_t kRefusalBytesMax = 4096;  // more of it is not looked at

bool names_invalid_client(const Response& response) {
  const std::string_view body = std::string_view(response.body).substr(0, kRefusalBytesMax);
  return find_ignoring_case(body, kInvalidClient) != std::string_view::npos;
}

std::string_view auth_path(const Credentials& credentials) {
  if (credentials.client_id.empty()) return "/auth";
  return credentials.client_kind == ClientKind::kUser ? "/auth/oidc" : "/auth/oauth";
}

Error client_refusal(const Response& response, const Credentials& credentials) {
  const bool of_user = credentials.client_kind == ClientKind::kUser;
  const std::string kind = of_user ? "user-level" : "subscription-level";
  const std::string other = of_user ? "subscription-level" : "user-level";
  const std::string status = std::to_string(response.status);
  if (names_invalid_client(response)) {
    return {"bad_credentials", "The gateway says \"Invalid Client ID\": it knows no " + kind + " client with this id. If "
                               "the client is a " + other + " one, choose that kind and sign in again; otherwise check the "
                               "id, and that the gateway is your platform's. Nothing was pulled."};
  }
  switch (response.status) {
    case 400:
    case 401:
      return {"bad_credentials",
              "The gateway refused this client's id or secret. Nothing was pulled, and the secret was not tried a second "
              "time. Check both, that the client is a " + kind + " one and still active, and that the gateway is your "
              "platform's."};
    case 403:
      return {"no_permission", "The gateway knows this client but does not let it sign in to the API (403). Ask a manager "
                               "of the subscription, who creates clients and says what they may do."};
    case 404:
    case 405:
      return {"server_error", "There is no sign-in for " + kind + " clients at this address (" + status + " for " +
                                  std::string(auth_path(credentials)) + "). Check the gateway; on a page of your own "
                                  "server, that /auth is forwarded to the gateway with what is under it."};
    default:
      return {"server_error", "The gateway answered the sign-in with an error (" + status +
                                  "). Nothing was pulled. Try again in a few minutes."};
  }
}

Error password_refusal(const Response& response) {
  const std::string status = std::to_string(response.status);
  switch (response.status) {
    case 400:
    case 401:
      return {"bad_credentials",
              "The gateway refused the user name or password. Nothing was pulled, and the password was not tried a second "
              "time. Check both (SSO accounts cannot use the API), and that the gateway is your platform's."};
    case 403:
      return {"no_permission",
              "The gateway knows this account but does not let it sign in to the API (403). Ask a manager of the "
              "subscription for API access."};
    case 404:
    case 405:
      return {"server_error", "There is no Qualys sign-in at this address (" + status +
                                  " for /auth). Check the gateway; on a page of your own server, that /auth is "
                                  "forwarded to the gateway."};
    default:
      return {"server_error", "The gateway answered the sign-in with an error (" + status +
                                  "). Nothing was pulled. Try again in a few minutes."};
  }
}

Error refusal_error(const Response& response, const Credentials& credentials) {
  return credentials.client_id.empty() ? password_refusal(response) : client_refusal(response, credentials);
}

bool fits_header(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

bool worth_another_try(const Response& response) {
  if (names_invalid_client(response)) return false;
  return response.status >= 500 || response.status == 429 || response.status == 409;
}

}  // namespace

Session::Session(uint64_t seed) : random_(seed) {}

void Session::begin(std::string gateway, Credentials credentials, Instant now) {
  sign_out();
  gateway_ = std::move(gateway);
  credentials_ = std::move(credentials);
  if (!is_client()) credentials_.client_secret.wipe();
  if (is_client()) credentials_.password.wipe();
  last_use_ = now;
  if (is_client() && !(fits_header(credentials_.client_id) && fits_header(credentials_.client_secret.reveal()))) {
    return refuse({"bad_credentials",
                   "The client's id or secret holds a character that cannot be sent (a line break, or a letter outside "
                   "ASCII). Nothing was sent: copy both again."});
  }
  state_ = State::kSigningIn;
  attempts_ = 0;
  next_attempt_ = now;
}

Result<void> Session::use_token(std::string gateway, Secret token, Instant now, WallTime wall) {
  const std::string text(trim(token.reveal()));
  if (!looks_like_token(text)) {
    return Error{"bad_credentials",
                 "That is not a token: a token has three parts joined by dots. Paste the whole text that /auth gave."};
  }
  const TokenClaims claims = read_claims(text);
  if (claims.expires_unix_s && *claims.expires_unix_s <= wall.unix_seconds()) {
    return Error{"bad_credentials", "That token ended at " + iso_datetime(*claims.expires_unix_s) +
                                        ". Fetch a new one, or sign in with user name and password."};
  }
  sign_out();
  gateway_ = std::move(gateway);
  by_token_ = true;
  accept(text, Headers(), now, wall);
  return {};
}

void Session::sign_out() {
  credentials_ = Credentials{};
  by_token_ = false;
  token_.wipe();
  subject_.clear();
  modules_.clear();
  last_error_.reset();
  auth_in_flight_ = false;
  auth_sent_at_.reset();
  refused_in_a_row_ = 0;
  state_ = State::kSignedOut;
}

void Session::renew_if_due(Instant now) {
  last_use_ = now;
  if (state_ != State::kSignedIn && state_ != State::kExpired) return;
  if (state_ == State::kSignedIn && now < expires_at_ - renew_margin_) return;
  if (can_renew()) {
    state_ = State::kRenewing;
    attempts_ = 0;
    next_attempt_ = now;
  } else if (now >= expires_at_) {
    state_ = State::kExpired;
  }
}

void Session::handle_answer(const Response& response, Instant now, WallTime wall) {
  auth_in_flight_ = false;
  if (state_ != State::kSigningIn && state_ != State::kRenewing) return;
  if (response.status >= 200 && response.status < 300) {
    std::string token = token_from_body(response.body);
    if (!token.empty()) return accept(std::move(token), response.headers, now, wall);
    if (is_client() && names_invalid_client(response)) return refuse(refusal_error(response, credentials_));
    return refuse({"server_error",
                   "The gateway answered the sign-in, but with something other than a token. Nothing was pulled. This may "
                   "be a proxy's or a log-in page: check the gateway's address."});
  }
  if (worth_another_try(response) || planted(PlantedBug::kPasswordRetried)) {
    return try_again_or_give_up(refusal_error(response, credentials_), now);
  }
  refuse(refusal_error(response, credentials_));
}

void Session::handle_failure(const Failure& failure, Instant now) {
  auth_in_flight_ = false;
  if (state_ != State::kSigningIn && state_ != State::kRenewing) return;
  const bool retry = failure.kind == FailureKind::kUnreachable || failure.kind == FailureKind::kTimeout ||
                     failure.kind == FailureKind::kCut;
  if (retry) return try_again_or_give_up(unreachable_error(failure), now);
  refuse(unreachable_error(failure));
}

Session::Next Session::handle_unauthorized(uint64_t generation, Instant now) {
  const bool newer =
      generation != generation_ && state_ == State::kSignedIn && !planted(PlantedBug::kRenewedByEveryCall);
  if (newer || state_ == State::kRenewing || state_ == State::kSigningIn) return Next::kRetry;
  ++refused_in_a_row_;
  token_.wipe();
  state_ = State::kExpired;
  last_error_ = Error{"bad_credentials", "The gateway no longer accepts this session's token. Sign in again."};
  if (refused_in_a_row_ > 1) return Next::kGiveUp;
  if (!can_renew()) return Next::kSignIn;
  state_ = State::kRenewing;
  attempts_ = 0;
  next_attempt_ = now;
  return Next::kRetry;
}

void Session::handle_timeout(Instant now) {
  if (has_secret() && state_ != State::kSigningIn && state_ != State::kRenewing &&
      now - last_use_ >= kPasswordIdleMax) {
    forget_secret();
  }
  if (state_ == State::kSignedIn && now >= expires_at_ && !can_renew()) state_ = State::kExpired;
}

bool Session::wants_auth(Instant now) const {
  return (state_ == State::kSigningIn || state_ == State::kRenewing) && !auth_in_flight_ && now >= next_attempt_;
}

Request Session::make_auth_request(Instant now) {
  auth_in_flight_ = true;
  auth_sent_at_ = now;
  ++attempts_;
  Request request;
  request.method = Method::kPost;
  request.url = gateway_ + std::string(auth_path(credentials_));
  request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  if (is_client()) {
    sign_by_client(request);
  } else {
    sign_by_password(request);
  }
  request.reason = state_ == State::kRenewing ? "renew token" : "sign in";
  if (attempts_ > 1) request.reason += ", attempt " + std::to_string(attempts_);
  request.body_bytes_max = kAuthBodyBytesMax;
  request.first_byte_timeout = Duration::seconds(60);
  return request;
}

void Session::sign_by_password(Request& request) const {
  std::string encoded = percent_encode(credentials_.password.reveal());
  std::string form;
  // Room for all of it at once, so that no half-built copy of the password is left behind by growing.
  form.reserve(encoded.size() + credentials_.username.size() * 3 + 64);
  form += "username=" + percent_encode(credentials_.username) + "&password=";
  form += encoded;
  form += "&token=true&permissions=true";
  wipe_text(encoded);
  request.body = Secret(std::move(form));
  wipe_text(form);
}

// api-reference.md 3.3: id and secret as headers, the form empty.
void Session::sign_by_client(Request& request) const {
  request.headers.add("clientId", credentials_.client_id);
  request.client_secret = credentials_.client_secret.duplicate();
}

void Session::forget_secret() {
  credentials_.password.wipe();
  credentials_.client_secret.wipe();
}

std::string_view Session::kind() const {
  if (by_token_) return "token";
  if (is_client()) return credentials_.client_kind == ClientKind::kUser ? "user client" : "subscription client";
  return credentials_.username.empty() ? "" : "password";
}

std::optional<Instant> Session::poll_timeout() const {
  if ((state_ == State::kSigningIn || state_ == State::kRenewing) && !auth_in_flight_) return next_attempt_;
  if (state_ == State::kSignedIn && !can_renew()) return expires_at_;
  if (has_secret()) return last_use_ + kPasswordIdleMax;
  return std::nullopt;
}

bool Session::has_token(Instant now) const { return !token_.empty() && now < expires_at_; }

std::optional<Instant> Session::expires_at() const {
  if (token_.empty()) return std::nullopt;
  return expires_at_;
}

void Session::accept(std::string token, const Headers& headers, Instant now, WallTime wall) {
  const Duration lifetime = lifetime_of(token, headers, wall);
  TokenClaims claims = read_claims(token);
  subject_ = std::move(claims.subject);
  if (subject_.empty()) subject_ = username();
  modules_ = std::move(claims.modules);
  token_ = Secret(std::move(token));
  wipe_text(token);
  ++generation_;
  // The gateway's count began when it made the token: at the earliest when it was asked.
  expires_at_ = (auth_sent_at_ ? *auth_sent_at_ : now) + lifetime;
  auth_sent_at_.reset();
  renew_margin_ = std::min(kRenewMarginMax, Duration{lifetime.us / 4});
  state_ = State::kSignedIn;
  last_error_.reset();
  if (!credentials_.renew) forget_secret();
}

// A refused or useless answer: what was kept for renewals is gone with it.
void Session::refuse(Error error) {
  const bool renewing = state_ == State::kRenewing;
  forget_secret();
  token_.wipe();
  state_ = renewing ? State::kExpired : State::kSignedOut;
  last_error_ = std::move(error);
}

void Session::try_again_or_give_up(Error error, Instant now) {
  const bool renewing = state_ == State::kRenewing;
  if (!renewing) return refuse(std::move(error));
  if (attempts_ < kAuthAttemptsMax) {
    const int64_t most_ms = 1000LL << attempts_;
    next_attempt_ = now + Duration::millis(random_.between(0, most_ms));
    last_error_ = std::move(error);
    return;
  }
  // The secret was not refused, only not heard: it stays, so that going on needs no typing.
  state_ = State::kExpired;
  token_.wipe();
  last_error_ = std::move(error);
}

// How long the token lasts from now on, by the gateway's clock where it can be seen (iat, else the Date header), so
// that a wrong clock on this side does no harm. A token that was issued this moment cannot have ended: then 4 h.
Duration Session::lifetime_of(const std::string& token, const Headers& headers, WallTime wall) const {
  const TokenClaims claims = read_claims(token);
  if (!claims.expires_unix_s) return kTokenLifetimeAssumed;
  const bool fresh = state_ == State::kSigningIn || state_ == State::kRenewing;
  int64_t issued_s = wall.unix_seconds();
  if (const auto date = headers.find("date")) issued_s = parse_http_date(*date).value_or(issued_s);
  if (fresh && claims.issued_unix_s) issued_s = *claims.issued_unix_s;
  const int64_t left_s = *claims.expires_unix_s - issued_s;
  if (left_s <= 0 && fresh) return kTokenLifetimeAssumed;
  return Duration::seconds(std::clamp<int64_t>(left_s, 0, 365 * 86400));
}

}  // namespace sluice
