#include "sim/gateway.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "sim/answer_xml.h"
#include "sim/asset_query.h"
#include "sim/rate_window.h"
#include "sim/selection.h"
#include "sim/tokens.h"
#include "sim/wire.h"

namespace sluice::sim {
namespace {

constexpr std::string_view kAuthPath = "/auth";
constexpr std::string_view kAssetPath = "/sem/v1/assetList";
constexpr std::string_view kAssetPathOld = "/sem/xapi/v1/assetList";

constexpr int kInternalCode = 999;
constexpr int kLoginCode = 2000;
constexpr int kForbiddenCode = 2012;
constexpr int kConcurrencyCode = 1960;

struct NamedTrouble {
  std::string_view name;
  Trouble trouble;
};
constexpr std::array<NamedTrouble, 8> kTroubles = {{
    {"internal_error", Trouble::kInternalError},
    {"access_check", Trouble::kAccessCheck},
    {"unauthorized", Trouble::kUnauthorized},
    {"rate_refusal", Trouble::kRateRefusal},
    {"concurrency_refusal", Trouble::kConcurrencyRefusal},
    {"malformed_xml", Trouble::kMalformedXml},
    {"html_page", Trouble::kHtmlPage},
    {"cut_body", Trouble::kCutBody},
}};

Reply plain_reply(int status, std::string text) {
  Reply reply;
  reply.status = status;
  reply.headers.add("Content-Type", "text/plain;charset=UTF-8");
  reply.body = std::move(text);
  return reply;
}

Reply not_allowed(std::string_view allowed) {
  Reply reply = plain_reply(405, "This method is not allowed here.");
  reply.headers.add("Allow", std::string(allowed));
  return reply;
}

Reply xml_reply(int status, std::string body) {
  Reply reply;
  reply.status = status;
  reply.headers.add("Content-Type", "application/xml");
  reply.body = std::move(body);
  return reply;
}

// api-reference.md 5.3; the vendor's samples have them on 200 and 429 alike.
void add_common_headers(Reply& reply) {
  reply.headers.add("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate");
  reply.headers.add("Pragma", "no-cache");
  reply.headers.add("Expires", "0");
  reply.headers.add("X-Content-Type-Options", "nosniff");
  reply.headers.add("X-Frame-Options", "DENY");
  reply.headers.add("Referrer-Policy", "no-referrer");
}

// api-reference.md 8.
void add_cors_headers(Reply& reply) {
  reply.headers.add("Access-Control-Allow-Origin", "*");
  reply.headers.add("Access-Control-Expose-Headers",
                    "count, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-ToWait-Sec, X-RateLimit-Window-Sec, "
                    "X-ConcurrencyLimit-Limit, X-ConcurrencyLimit-Running, X-Concurrency-Limit-Limit, "
                    "X-Concurrency-Limit-Running");
}

Reply preflight_reply() {
  Reply reply;
  reply.status = 204;
  reply.headers.add("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
  reply.headers.add("Access-Control-Allow-Headers", "Authorization, Content-Type, clientId, clientSecret");
  reply.headers.add("Access-Control-Max-Age", "600");
  return reply;
}

bool is_form(const Headers& headers) {
  const std::optional<std::string_view> type = headers.find("Content-Type");
  if (!type) return false;
  return equals_ignoring_case(trim(type->substr(0, type->find(';'))), "application/x-www-form-urlencoded");
}

// What a Host header may hold; anything else must not get into a document.
std::string clean_authority(std::string_view authority) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]";
  const bool clean = !authority.empty() && authority.find_first_not_of(kAllowed) == std::string_view::npos;
  return clean ? std::string(authority) : "gateway.invalid";
}

std::string bearer_of(const Headers& headers) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::optional<std::string_view> value = headers.find("Authorization");
  if (!value || value->substr(0, kScheme.size()) != kScheme) return "";
  return std::string(value->substr(kScheme.size()));
}

uint64_t scattered(uint64_t x) {
  x = (x ^ (x >> 31)) * 0x7FB5D329728EA185u;
  x = (x ^ (x >> 27)) * 0x81DADEF4BC2DD44Du;
  return x ^ (x >> 33);
}

// The documents stay intact up to here and after: what is missing is the end tag of the first asset's status.
void break_xml(std::string& body) {
  constexpr std::string_view kTag = "</ASSET_STATUS>";
  const size_t at = body.find(kTag);
  body.erase(at == std::string::npos ? body.size() / 2 : at, kTag.size());
}

}  // namespace

std::optional<Trouble> trouble_named(std::string_view name) {
  for (const NamedTrouble& named : kTroubles) {
    if (named.name == name) return named.trouble;
  }
  return std::nullopt;
}

const std::vector<std::string_view>& trouble_names() {
  static const std::vector<std::string_view> kNames = [] {
    std::vector<std::string_view> names;
    for (const NamedTrouble& named : kTroubles) names.push_back(named.name);
    return names;
  }();
  return kNames;
}

std::vector<Account> default_accounts() {
  const auto login = [](std::string_view name) {
    Account account;
    account.username = std::string(name);
    account.password = std::string(kRehearsalPassword);
    return account;
  };
  std::vector<Account> accounts = {login(kManagerLogin), login(kReaderLogin), login(kNoPermissionLogin),
                                   login(kNoModuleLogin)};
  accounts[1].scope_percent = 50;
  accounts[2].mobile_permission = false;
  accounts[3].mobile_module = false;
  return accounts;
}

bool in_scope(const Account& account, int64_t asset_id) {
  if (account.scope_percent >= 100) return true;
  return scattered(static_cast<uint64_t>(asset_id)) % 100 < static_cast<uint64_t>(std::max(account.scope_percent, 0));
}

struct Gateway::Impl {
  Impl(GatewayOptions given, std::shared_ptr<const Dataset> inventory)
      : options(std::move(given)),
        dataset(std::move(inventory)),
        tokens(options.seed, options.token_lifetime_s, options.token_has_exp),
        window(options.rate_limit, options.window_s),
        troubles(options.next_errors.begin(), options.next_errors.end()) {
    if (options.accounts.empty()) options.accounts = default_accounts();
  }

  // One call on its way through the checks.
  struct Visit {
    const Call& call;
    Instant now;
    uint64_t id = 0;
    Target target;
    std::string authority;
    std::vector<Field> fields;
    std::string user;
    std::optional<Trouble> trouble;
  };

  Reply answer(Visit& visit);
  Reply answer_auth(const Visit& visit);
  Reply sign_in(const Visit& visit);
  Reply answer_assets(Visit& visit);
  std::optional<Trouble> take_trouble();
  std::optional<Reply> refuse(const Visit& visit);
  void count(const Visit& visit);
  Reply answer_counted(const Visit& visit, const Account& account);
  Reply list_assets(const Visit& visit, const Account& account);

  Reply complain(const Visit& visit, const Complaint& complaint, const std::vector<ReturnItem>& items = {});
  Reply rate_refusal(int64_t wait_s) const;
  Reply concurrency_refusal(const Visit& visit);
  void spoil(Reply& reply, Trouble trouble);
  std::string next_url(const Visit& visit, int64_t id) const;
  AnswerHead head(const Visit& visit) const;
  void add_rate_headers(Reply& reply, Instant now);
  void add_concurrency_headers(Reply& reply) const;
  int64_t wall_ms(Instant now) const { return options.start_unix_s * 1000 + now.us / 1000; }
  Instant forward(Instant now);

  GatewayOptions options;
  std::shared_ptr<const Dataset> dataset;
  Tokens tokens;
  RateWindow window;
  std::deque<Trouble> troubles;
  std::vector<uint64_t> running;  // ids of counted calls that have not departed
  Counters counters;
  uint64_t last_id = 0;
  Instant latest;
};

// A mount may be late and tell an earlier time than another one did; the gateway's clock only grows.
Instant Gateway::Impl::forward(Instant now) {
  latest = std::max(latest, now);
  return latest;
}

Reply Gateway::Impl::answer(Visit& visit) {
  const std::string_view path = visit.target.path;
  const bool preflight = visit.call.method == "OPTIONS";
  const bool auth = path == kAuthPath;
  if (preflight && options.cors) return preflight_reply();
  if (auth && !preflight) ++counters.auth_calls;
  if (!auth && !preflight) ++counters.calls;
  if (!auth && path != kAssetPath && path != kAssetPathOld) return plain_reply(404, "There is no API at this path.");
  if (visit.call.target.size() > options.target_bytes_max) return plain_reply(414, "The address is too long.");
  if (auth) return answer_auth(visit);
  return visit.call.method == "GET" ? answer_assets(visit) : not_allowed("GET");
}

// ── /auth ────────────────────────────────────────────────────────────────────────────────────────────────────────────

Reply Gateway::Impl::answer_auth(const Visit& visit) {
  Reply reply = visit.call.method == "POST" ? sign_in(visit) : not_allowed("POST");
  if (reply.status >= 300 && visit.call.method != "OPTIONS") ++counters.auth_refused;
  return reply;
}

Reply Gateway::Impl::sign_in(const Visit& visit) {
  if (!is_form(visit.call.headers)) return plain_reply(415, "The body must be application/x-www-form-urlencoded.");
  const std::vector<Field> form = read_fields(visit.call.body);
  const Field* username = find_field(form, "username");
  const Field* password = find_field(form, "password");
  const Field* token = find_field(form, "token");
  if (username == nullptr || password == nullptr) return plain_reply(400, "username and password are required.");
  if (token == nullptr || token->value != "true") return plain_reply(400, "token=true is required.");
  for (size_t i = 0; i < options.accounts.size(); ++i) {
    const Account& account = options.accounts[i];
    const bool sound = username->sound && password->sound;
    if (!sound || account.username != username->value || account.password != password->value) continue;
    return plain_reply(options.auth_status, tokens.issue(i, account.username, visit.now, wall_ms(visit.now) / 1000));
  }
  return plain_reply(401, "Authentication failed: unknown user or wrong password.");
}

// ── assetList ────────────────────────────────────────────────────────────────────────────────────────────────────────

Reply Gateway::Impl::answer_assets(Visit& visit) {
  visit.fields = read_fields(visit.target.query);
  const std::optional<size_t> owner = tokens.account_of(bearer_of(visit.call.headers), visit.now);
  if (owner) visit.trouble = take_trouble();
  if (!owner || visit.trouble == Trouble::kUnauthorized) {
    return complain(visit, {401, kLoginCode, "Error occurred while decoding token"});
  }
  const Account& account = options.accounts[*owner];
  visit.user = account.username;
  if (std::optional<Reply> refusal = refuse(visit)) return std::move(*refusal);
  count(visit);
  Reply reply = answer_counted(visit, account);
  add_rate_headers(reply, visit.now);
  add_concurrency_headers(reply);
  return reply;
}

std::optional<Trouble> Gateway::Impl::take_trouble() {
  if (troubles.empty()) return std::nullopt;
  const Trouble trouble = troubles.front();
  troubles.pop_front();
  ++counters.troubles;
  return trouble;
}

// Concurrency first, as the sibling API has it (api-reference.md 4.3).
std::optional<Reply> Gateway::Impl::refuse(const Visit& visit) {
  if (visit.trouble == Trouble::kConcurrencyRefusal) return concurrency_refusal(visit);
  if (visit.trouble == Trouble::kRateRefusal) return rate_refusal(2);
  if (options.concurrency_limit > 0 && counters.running >= options.concurrency_limit) {
    ++counters.refused_concurrency;
    return concurrency_refusal(visit);
  }
  if (!window.full(visit.now)) return std::nullopt;
  ++counters.refused_rate;
  return rate_refusal(window.to_wait_s(visit.now));
}

void Gateway::Impl::count(const Visit& visit) {
  window.count(visit.now);
  running.push_back(visit.id);
  ++counters.let_through;
  counters.running = static_cast<int>(running.size());
  counters.running_most = std::max(counters.running_most, counters.running);
  counters.in_window_most = std::max(counters.in_window_most, window.inside(visit.now));
}

Reply Gateway::Impl::answer_counted(const Visit& visit, const Account& account) {
  if (visit.trouble == Trouble::kInternalError) return complain(visit, {500, kInternalCode, "Internal Error"});
  if (visit.trouble == Trouble::kAccessCheck) {
    return complain(visit, {500, kInternalCode, "Error occurred while checking user access"});
  }
  if (!account.mobile_module) return complain(visit, {403, kForbiddenCode, "User doesn't have VMDR Mobile access."});
  if (!account.mobile_permission) {
    return complain(visit, {403, kForbiddenCode, "User is not authorized to run the VMDR Mobile API."});
  }
  Reply reply = list_assets(visit, account);
  if (visit.trouble && reply.status == 200) spoil(reply, *visit.trouble);
  return reply;
}

Reply Gateway::Impl::list_assets(const Visit& visit, const Account& account) {
  AssetQuery query;
  if (const std::optional<Complaint> complaint = read_asset_query(visit.fields, query)) {
    return complain(visit, *complaint);
  }
  AssetFilter filter(query, wall_ms(visit.now) / 1000);
  const auto visible = [&](const Asset& asset) { return in_scope(account, asset.id); };
  const Selection selection = select_assets(*dataset, query, filter, visible, options.sparse_pages);
  if (filter.too_costly()) {
    return complain(visit, invalid_value("os_pattern", query.os_pattern_text, "(it takes too many steps to match)"));
  }
  const std::string next = selection.next_id ? next_url(visit, *selection.next_id) : "";
  return xml_reply(200, asset_list_xml(head(visit), query, filter, selection.assets, next));
}

// ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────────

Reply Gateway::Impl::complain(const Visit& visit, const Complaint& complaint, const std::vector<ReturnItem>& items) {
  return xml_reply(complaint.status, simple_return_xml(head(visit), complaint.code, complaint.text, items));
}

Reply Gateway::Impl::concurrency_refusal(const Visit& visit) {
  const std::string text = "This call cannot run until " + std::to_string(std::max(counters.running, 1)) +
                           " that are running now have ended.";
  Reply reply = complain(visit, {409, kConcurrencyCode, text}, {{"CALLS_TO_FINISH", "1"}});
  add_concurrency_headers(reply);
  return reply;
}

Reply Gateway::Impl::rate_refusal(int64_t wait_s) const {
  Reply reply;
  reply.status = 429;
  if (!options.rate_headers) return reply;
  reply.headers.add("X-RateLimit-Remaining", "0");
  reply.headers.add("X-RateLimit-ToWait-Sec", std::to_string(wait_s));
  reply.headers.add("X-RateLimit-Window-Sec", std::to_string(window.window_s()));
  reply.headers.add("X-RateLimit-Limit", std::to_string(window.limit()));
  return reply;
}

void Gateway::Impl::spoil(Reply& reply, Trouble trouble) {
  if (trouble == Trouble::kMalformedXml) break_xml(reply.body);
  if (trouble == Trouble::kHtmlPage) {
    reply = plain_reply(200, "");
    reply.headers = {{"Content-Type", "text/html"}};
    reply.body = "<!DOCTYPE html><html><head><title>Please wait</title></head><body><p>Checking.</body></html>\n";
  }
  if (trouble == Trouble::kCutBody) {
    reply.headers.add("Content-Length", std::to_string(reply.body.size()));
    reply.body.resize(reply.body.size() / 2);
  }
}

// The sample's order: id_min first, then what was asked.
std::string Gateway::Impl::next_url(const Visit& visit, int64_t id) const {
  const std::string& host = options.foreign_next_host.empty() ? visit.authority : options.foreign_next_host;
  std::string url = "https://" + host + std::string(visit.target.path) + "?id_min=" + std::to_string(id);
  for (const Field& field : visit.fields) {
    const bool kept = options.full_next_url || field.name == "action" || field.name == "truncation_limit";
    if (!kept || field.name == "id_min") continue;
    url += '&';
    url += escape_for_query(field.name);
    url += '=';
    url += escape_for_query(field.value);
  }
  return url;
}

AnswerHead Gateway::Impl::head(const Visit& visit) const {
  AnswerHead head;
  head.authority = visit.authority;
  head.now_ms = wall_ms(visit.now);
  const Field* echo = find_field(visit.fields, "echo_request");
  if (echo != nullptr && echo->value == "1" && !visit.user.empty()) {
    head.echo = Echo{visit.user, "https://" + visit.authority + std::string(visit.target.path), visit.fields};
  }
  return head;
}

void Gateway::Impl::add_rate_headers(Reply& reply, Instant now) {
  if (!options.rate_headers || window.limit() <= 0) return;
  reply.headers.add("X-RateLimit-Remaining", std::to_string(window.remaining(now)));
  reply.headers.add("X-RateLimit-Window-Sec", std::to_string(window.window_s()));
  reply.headers.add("X-RateLimit-Limit", std::to_string(window.limit()));
}

void Gateway::Impl::add_concurrency_headers(Reply& reply) const {
  if (!options.rate_headers || options.concurrency_limit <= 0) return;
  const std::string stem = options.hyphenated_concurrency_headers ? "X-Concurrency-Limit-" : "X-ConcurrencyLimit-";
  reply.headers.add(stem + "Limit", std::to_string(options.concurrency_limit));
  reply.headers.add(stem + "Running", std::to_string(counters.running));
}

// ── the doors ────────────────────────────────────────────────────────────────────────────────────────────────────────

Gateway::Gateway(GatewayOptions options, std::shared_ptr<const Dataset> dataset)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(dataset))) {}
Gateway::~Gateway() = default;

Gateway::Arrival Gateway::arrive(const Call& call, Instant now) {
  Impl::Visit visit{.call = call,
                    .now = impl_->forward(now),
                    .id = ++impl_->last_id,
                    .target = read_target(call.target),
                    .authority = clean_authority(call.authority),
                    .fields = {},
                    .user = {},
                    .trouble = {}};
  Arrival arrival{visit.id, impl_->answer(visit)};
  add_common_headers(arrival.reply);
  if (impl_->options.cors) add_cors_headers(arrival.reply);
  return arrival;
}

void Gateway::depart(uint64_t call_id, Instant now) {
  impl_->forward(now);
  std::vector<uint64_t>& running = impl_->running;
  running.erase(std::remove(running.begin(), running.end(), call_id), running.end());
  impl_->counters.running = static_cast<int>(running.size());
}

const Gateway::Counters& Gateway::counters() const { return impl_->counters; }
const GatewayOptions& Gateway::options() const { return impl_->options; }

void Gateway::set_dataset(std::shared_ptr<const Dataset> dataset) { impl_->dataset = std::move(dataset); }

void Gateway::spend_calls(int calls, Instant now) {
  const Instant at = impl_->forward(now);
  RateWindow& window = impl_->window;
  for (int i = 0; i < calls && window.remaining(at) > 0; ++i) window.count(at);
  impl_->counters.in_window_most = std::max(impl_->counters.in_window_most, window.inside(at));
}

void Gateway::revoke_tokens() { impl_->tokens.revoke_all(); }

void Gateway::set_rate(int limit, int window_s) {
  impl_->window.set(std::max(limit, 0), std::max(window_s, 1));
  impl_->options.rate_limit = impl_->window.limit();
  impl_->options.window_s = impl_->window.window_s();
}

void Gateway::fail_next(Trouble trouble, int calls) {
  for (int i = 0; i < calls && impl_->troubles.size() < kTroublesMax; ++i) impl_->troubles.push_back(trouble);
}

}  // namespace sluice::sim
