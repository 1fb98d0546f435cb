#include "sim/gateway.h"

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

#include "base/text.h"
#include "sim/answer_xml.h"
#include "sim/asset_query.h"
#include "sim/ot_query.h"
#include "sim/selection.h"
#include "sim/sign_in.h"
#include "sim/tokens.h"
#include "sim/wire.h"

namespace sluice::sim {
namespace {

constexpr std::string_view kAssetPath = "/sem/v1/assetList";
constexpr std::string_view kAssetPathOld = "/sem/xapi/v1/assetList";

constexpr int kInternalCode = 999;
constexpr int kLoginCode = 2000;
constexpr int kForbiddenCode = 2012;
constexpr int kConcurrencyCode = 1960;
constexpr int kRateCode = 1965;

struct NamedTrouble {
  std::string_view name;
  Trouble trouble;
};
constexpr std::array<NamedTrouble, 14> kTroubles = {{
    {"internal_error", Trouble::kInternalError},
    {"access_check", Trouble::kAccessCheck},
    {"unauthorized", Trouble::kUnauthorized},
    {"rate_refusal", Trouble::kRateRefusal},
    {"concurrency_refusal", Trouble::kConcurrencyRefusal},
    {"malformed_xml", Trouble::kMalformedXml},
    {"html_page", Trouble::kHtmlPage},
    {"cut_body", Trouble::kCutBody},
    {"cursor_loops", Trouble::kCursorLoops},
    {"cursor_backwards", Trouble::kCursorBackwards},
    {"cursor_overlaps", Trouble::kCursorOverlaps},
    {"unparsable_headers", Trouble::kUnparsableHeaders},
    {"negative_headers", Trouble::kNegativeHeaders},
    {"no_headers", Trouble::kNoHeaders},
}};

struct NamedLife {
  std::string_view name;
  V1Life life;
};
constexpr std::array<NamedLife, 4> kLives = {{
    {"supported", V1Life::kSupported},
    {"end-of-support", V1Life::kEndOfSupport},
    {"gone-404", V1Life::kGone404},
    {"gone-410", V1Life::kGone410},
}};

// What an API path leads to.
struct Route {
  Endpoint endpoint = Endpoint::kMobileAssets;
  bool old_ot = false;  // /ot/v1/
};

struct OtObject {
  std::string_view name;
  Endpoint endpoint;
  OtList list;
  std::string_view envelope;  // empty: a bare array
};
constexpr std::array<OtObject, 3> kOtObjects = {{
    {"host", Endpoint::kOtHosts, OtList::kHosts, "assets"},
    {"detection", Endpoint::kOtDetections, OtList::kDetections, "vulnerabilities"},
    {"projectfile", Endpoint::kOtProjectFiles, OtList::kProjectFiles, ""},
}};

const OtObject& ot_object(Endpoint endpoint) {
  for (const OtObject& object : kOtObjects) {
    if (object.endpoint == endpoint) return object;
  }
  return kOtObjects[0];
}

std::optional<Route> find_route(std::string_view path) {
  if (path == kAssetPath || path == kAssetPathOld) return Route{};
  for (const OtObject& object : kOtObjects) {
    const std::string tail = std::string(object.name) + "/list";
    if (path == "/ot/1.0/" + tail) return Route{object.endpoint, false};
    if (path == "/ot/v1/" + tail) return Route{object.endpoint, true};
  }
  return std::nullopt;
}

bool is_ot(Endpoint endpoint) { return endpoint != Endpoint::kMobileAssets; }

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

// XML: the end tag of the first asset's status is missing. JSON: the last brace or bracket is.
void break_document(std::string& body) {
  constexpr std::string_view kTag = "</ASSET_STATUS>";
  if (!body.empty() && body[0] != '<') {
    body.pop_back();
    return;
  }
  const size_t at = body.find(kTag);
  body.erase(at == std::string::npos ? body.size() / 2 : at, kTag.size());
}

Headers without(const Headers& headers, std::string_view name) {
  Headers out;
  for (const Header& header : headers.all()) {
    if (header.name != name) out.add(header.name, header.value);
  }
  return out;
}

bool is_number_header(std::string_view name) {
  return name.substr(0, 12) == "X-RateLimit-" || name.substr(0, 13) == "X-Concurrency" || name == "count";
}

// The same headers with other numbers, or without them.
Headers distorted(const Headers& headers, Trouble trouble) {
  Headers out;
  for (const Header& header : headers.all()) {
    if (!is_number_header(header.name)) {
      out.add(header.name, header.value);
    } else if (trouble == Trouble::kUnparsableHeaders) {
      out.add(header.name, header.value + " or so");
    } else if (trouble == Trouble::kNegativeHeaders) {
      out.add(header.name, "-" + (header.value == "0" ? "1" : header.value));
    }
  }
  return out;
}

}  // namespace

std::optional<Trouble> trouble_named(std::string_view name) {
  for (const NamedTrouble& named : kTroubles) {
    if (named.name == name) return named.trouble;
  }
  return std::nullopt;
}

std::string_view trouble_name(Trouble trouble) {
  for (const NamedTrouble& named : kTroubles) {
    if (named.trouble == trouble) return named.name;
  }
  return "";
}

const std::vector<std::string_view>& trouble_names() {
  static const std::vector<std::string_view> kNames = [] {
    std::vector<std::string_view> names;
    for (const NamedTrouble& named : kTroubles) names.push_back(named.name);
    return names;
  }();
  return kNames;
}

std::optional<V1Life> v1_life_named(std::string_view name) {
  for (const NamedLife& named : kLives) {
    if (named.name == name) return named.life;
  }
  return std::nullopt;
}

struct Gateway::Impl {
  Impl(GatewayOptions given, std::shared_ptr<const Dataset> inventory, std::shared_ptr<const OtDataset> ot_inventory)
      : options(std::move(given)),
        dataset(std::move(inventory)),
        ot_dataset(std::move(ot_inventory)),
        tokens(options.seed, options.token_lifetime_s, options.token_has_exp),
        sign_in(options.accounts.empty() ? default_accounts() : options.accounts,
                options.clients.empty() ? default_clients() : options.clients, options.auth_status, tokens),
        limits(options.rate_limit, options.window_s, options.concurrency_limit, options.per_endpoint_limits),
        troubles(options.next_errors.begin(), options.next_errors.end()),
        rows_to_come(options.ot_rows_to_come) {
    if (options.accounts.empty()) options.accounts = default_accounts();
    if (options.clients.empty()) options.clients = default_clients();
  }

  // One call on its way through the checks.
  struct Visit {
    const Call& call;
    Instant now;
    uint64_t id = 0;
    Target target;
    std::string authority;
    Endpoint endpoint = Endpoint::kMobileAssets;
    std::vector<Field> fields;
    std::string user;
    std::optional<Trouble> trouble;
  };

  Reply answer(Visit& visit);
  Reply answer_auth(AuthDoor door, const Visit& visit);
  Reply answer_api(Visit& visit, const Route& route);
  Reply answer_caller(Visit& visit);
  std::optional<Trouble> take_trouble();
  std::optional<Reply> refuse(const Visit& visit);
  void count(const Visit& visit);
  Reply answer_counted(const Visit& visit, const Account& account);
  std::optional<Reply> forbid(const Visit& visit, const Account& account);
  bool poisoned(const Selection& selection, const AssetQuery& query) const;
  int64_t next_id(const Visit& visit, const AssetQuery& query, const Selection& selection) const;
  Reply list_assets(const Visit& visit, const Account& account);
  Reply list_ot(const Visit& visit, const Account& account);
  OtPage select_ot(const OtQuery& query, OtList list, const Account& account);

  Reply complain(const Visit& visit, const Complaint& complaint, const std::vector<ReturnItem>& items = {});
  Reply rate_refusal(const Visit& visit, int64_t wait_s);
  Reply concurrency_refusal(const Visit& visit);
  void spoil(Reply& reply, Trouble trouble);
  std::string next_url(const Visit& visit, int64_t id) const;
  AnswerHead head(const Visit& visit) const;
  void add_rate_headers(Reply& reply, const Visit& visit);
  void add_concurrency_headers(Reply& reply, const Visit& visit) const;
  int64_t wall_ms(Instant now) const { return options.start_unix_s * 1000 + now.us / 1000; }
  int64_t wall_s(const Visit& visit) const { return wall_ms(visit.now) / 1000; }
  Instant forward(Instant now);

  GatewayOptions options;
  std::shared_ptr<const Dataset> dataset;
  std::shared_ptr<const OtDataset> ot_dataset;  // null until it is asked for
  Tokens tokens;
  SignIn sign_in;
  Limits limits;
  std::deque<Trouble> troubles;
  size_t rows_to_come;
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
  const std::optional<AuthDoor> door = auth_door(path);
  if (preflight && options.cors) return preflight_reply();
  if (door && !preflight) ++counters.auth_calls;
  if (!door && !preflight) ++counters.calls;
  const std::optional<Route> route = find_route(path);
  if (!door && !route) {
    return path.substr(0, 4) == "/ot/" ? nothing_here(404, path) : plain_reply(404, "There is no API at this path.");
  }
  if (route && route->old_ot && options.v1_life == V1Life::kGone404) return nothing_here(404, path);
  if (route && route->old_ot && options.v1_life == V1Life::kGone410) return nothing_here(410, path);
  if (visit.call.target.size() > options.target_bytes_max) return plain_reply(414, "The address is too long.");
  if (door) return answer_auth(*door, visit);
  return visit.call.method == "GET" ? answer_api(visit, *route) : not_allowed("GET");
}

Reply Gateway::Impl::answer_auth(AuthDoor door, const Visit& visit) {
  Reply reply = not_allowed("POST");
  if (visit.call.method == "POST") {
    reply = sign_in.answer(door, visit.call.headers, visit.call.body, visit.now, wall_s(visit));
  }
  if (reply.status >= 300 && visit.call.method != "OPTIONS") ++counters.auth_refused;
  return reply;
}

// ── the APIs ─────────────────────────────────────────────────────────────────────────────────────────────────────────

Reply Gateway::Impl::answer_api(Visit& visit, const Route& route) {
  visit.endpoint = route.endpoint;
  visit.fields = read_fields(visit.target.query);
  Reply reply = answer_caller(visit);
  if (visit.trouble && *visit.trouble >= Trouble::kUnparsableHeaders) {
    reply.headers = distorted(reply.headers, *visit.trouble);
  }
  return reply;
}

Reply Gateway::Impl::answer_caller(Visit& visit) {
  const std::optional<size_t> owner = tokens.account_of(bearer_of(visit.call.headers), visit.now);
  if (owner) visit.trouble = take_trouble();
  if (!owner || visit.trouble == Trouble::kUnauthorized) {
    return complain(visit, {401, kLoginCode, "Error occurred while decoding token"});
  }
  const Account& account = sign_in.account(*owner);
  visit.user = account.username;
  if (std::optional<Reply> refusal = refuse(visit)) return std::move(*refusal);
  count(visit);
  Reply reply;
  add_rate_headers(reply, visit);
  if (!is_ot(visit.endpoint) || options.ot_concurrency_headers) add_concurrency_headers(reply, visit);
  Reply answer = answer_counted(visit, account);
  for (const Header& header : answer.headers.all()) reply.headers.add(header.name, header.value);
  answer.headers = std::move(reply.headers);
  return answer;
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
  if (visit.trouble == Trouble::kRateRefusal) return rate_refusal(visit, 2);
  if (limits.no_slot(visit.endpoint)) {
    ++counters.refused_concurrency;
    return concurrency_refusal(visit);
  }
  if (!limits.no_call_left(visit.endpoint, visit.now)) return std::nullopt;
  ++counters.refused_rate;
  return rate_refusal(visit, limits.to_wait_s(visit.endpoint, visit.now));
}

void Gateway::Impl::count(const Visit& visit) {
  limits.begin(visit.endpoint, visit.id, visit.now);
  ++counters.let_through;
  counters.running = limits.running();
  counters.running_most = std::max(counters.running_most, limits.running(visit.endpoint));
  counters.in_window_most = std::max(counters.in_window_most, limits.inside(visit.endpoint, visit.now));
}

Reply Gateway::Impl::answer_counted(const Visit& visit, const Account& account) {
  if (visit.trouble == Trouble::kInternalError) return complain(visit, {500, kInternalCode, "Internal Error"});
  if (visit.trouble == Trouble::kAccessCheck || !account.access_check_works) {
    return complain(visit, {500, kInternalCode, "Error occurred while checking user access"});
  }
  if (std::optional<Reply> refusal = forbid(visit, account)) return std::move(*refusal);
  Reply reply = is_ot(visit.endpoint) ? list_ot(visit, account) : list_assets(visit, account);
  if (visit.trouble && reply.status == 200) spoil(reply, *visit.trouble);
  return reply;
}

std::optional<Reply> Gateway::Impl::forbid(const Visit& visit, const Account& account) {
  if (is_ot(visit.endpoint)) {
    if (!account.ot_module) return nothing_here(404, visit.target.path);
    if (!account.ot_permission) return ot_error(403, "The permission VMDR OT.API.ACCESS is missing");
    return std::nullopt;
  }
  if (!account.mobile_module) return complain(visit, {403, kForbiddenCode, "User doesn't have VMDR Mobile access."});
  if (!account.mobile_permission) {
    return complain(visit, {403, kForbiddenCode, "User is not authorized to run the VMDR Mobile API."});
  }
  return std::nullopt;
}

bool Gateway::Impl::poisoned(const Selection& selection, const AssetQuery& query) const {
  if (options.poisoned_results_only && !query.show_results) return false;
  return std::any_of(selection.assets.begin(), selection.assets.end(), [&](const Asset* asset) {
    return std::find(options.poisoned_ids.begin(), options.poisoned_ids.end(), asset->id) != options.poisoned_ids.end();
  });
}

// Where the next page begins, or where trouble has it begin.
int64_t Gateway::Impl::next_id(const Visit& visit, const AssetQuery& query, const Selection& selection) const {
  if (visit.trouble == Trouble::kCursorLoops) return query.id_min;
  if (visit.trouble == Trouble::kCursorBackwards) return std::max<int64_t>(query.id_min - 1, 0);
  const bool overlaps = visit.trouble == Trouble::kCursorOverlaps && !selection.assets.empty();
  return overlaps ? selection.assets.back()->id : *selection.next_id;
}

Reply Gateway::Impl::list_assets(const Visit& visit, const Account& account) {
  AssetQuery query;
  const std::optional<Complaint> wrong = read_asset_query(visit.fields, query);
  if (query.ids && query.id_min > 0 && options.ids_with_cursor != IdsWithCursor::kJoined) {
    if (options.ids_with_cursor == IdsWithCursor::kRefused) {
      return complain(visit, {400, 1903, "Please specify only one of these parameters: ids, id_min"});
    }
    if (options.ids_with_cursor == IdsWithCursor::kCursorAlone) query.ids.reset();
    if (options.ids_with_cursor == IdsWithCursor::kIdsAlone) query.id_min = 0;
  }
  if (const std::optional<Complaint>& complaint = wrong) {
    return complain(visit, *complaint);
  }
  AssetFilter filter(query, wall_s(visit));
  const auto visible = [&](const Asset& asset) { return in_scope(account, asset.id); };
  const Selection selection = select_assets(*dataset, query, filter, visible, options.sparse_pages);
  if (filter.too_costly()) {
    return complain(visit, invalid_value("os_pattern", query.os_pattern_text, "(it takes too many steps to match)"));
  }
  if (poisoned(selection, query)) return complain(visit, {500, kInternalCode, "Internal Error"});
  const std::string next = selection.next_id ? next_url(visit, next_id(visit, query, selection)) : "";
  return xml_reply(200, asset_list_xml(head(visit), query, filter, selection.assets, next));
}

// ── OT ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

Reply Gateway::Impl::list_ot(const Visit& visit, const Account& account) {
  const OtObject& object = ot_object(visit.endpoint);
  OtQuery query;
  if (const std::optional<std::string> complaint = read_ot_query(visit.fields, object.list, wall_s(visit), query)) {
    return ot_error(400, *complaint);
  }
  const OtPage page = select_ot(query, object.list, account);
  if (rows_to_come > 0) --rows_to_come;
  if (object.list == OtList::kProjectFiles && page.matching == 0) return ot_error(404, "Files not found");
  std::string body = object.envelope.empty() ? "[" : "{\"" + std::string(object.envelope) + "\":[";
  for (const OtValue* record : page.records) {
    if (record != page.records.front()) body += ',';
    append_json(body, *record);
  }
  body += object.envelope.empty() ? "]" : "]}";
  Reply reply;
  reply.status = 200;
  reply.headers.add("transfer-encoding", "chunked");
  if (options.count_header) reply.headers.add("count", std::to_string(page.matching));
  reply.headers.add("vary", "accept-encoding");
  reply.headers.add("Content-Type", "application/json");
  reply.headers.add("Date", http_date(wall_s(visit)));
  reply.body = std::move(body);
  return reply;
}

OtPage Gateway::Impl::select_ot(const OtQuery& query, OtList list, const Account& account) {
  if (!ot_dataset) ot_dataset = make_ot_dataset(options.ot);
  const std::vector<OtRow>& rows = list == OtList::kHosts        ? ot_dataset->hosts
                                   : list == OtList::kDetections ? ot_dataset->detections
                                                                 : ot_dataset->project_files;
  const auto visible = [&](size_t rank) { return list == OtList::kProjectFiles || in_ot_scope(account, rank); };
  return select_ot_page(rows, query, visible, rows_to_come);
}

// ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────────

// The same complaint in the words and the form of the API that was asked.
Reply Gateway::Impl::complain(const Visit& visit, const Complaint& complaint, const std::vector<ReturnItem>& items) {
  if (is_ot(visit.endpoint)) return ot_error(complaint.status, complaint.text);
  return xml_reply(complaint.status, simple_return_xml(head(visit), complaint.code, complaint.text, items));
}

Reply Gateway::Impl::concurrency_refusal(const Visit& visit) {
  const std::string text = "This call cannot run until " + std::to_string(std::max(limits.running(visit.endpoint), 1)) +
                           " that are running now have ended.";
  Reply reply;
  if (is_ot(visit.endpoint) && !options.classic_refusals) {
    reply = ot_error(409, text);
  } else {
    reply = xml_reply(409, simple_return_xml(head(visit), kConcurrencyCode, text, {{"CALLS_TO_FINISH", "1"}}));
  }
  add_concurrency_headers(reply, visit);
  return reply;
}

Reply Gateway::Impl::rate_refusal(const Visit& visit, int64_t wait_s) {
  Reply reply;
  reply.status = 429;
  if (options.rate_headers) {
    reply.headers.add("X-RateLimit-Remaining", "0");
    reply.headers.add("X-RateLimit-ToWait-Sec", std::to_string(wait_s));
    reply.headers.add("X-RateLimit-Window-Sec", std::to_string(limits.window_s()));
    reply.headers.add("X-RateLimit-Limit", std::to_string(limits.rate_limit()));
  }
  if (!options.classic_refusals) return reply;
  const std::string seconds = std::to_string(wait_s);
  reply.status = 409;
  reply.headers.add("Content-Type", "application/xml");
  reply.body = simple_return_xml(head(visit), kRateCode, "This API cannot be called again for " + seconds + " seconds.",
                                 {{"SECONDS_TO_WAIT", seconds}});
  return reply;
}

void Gateway::Impl::spoil(Reply& reply, Trouble trouble) {
  if (trouble == Trouble::kMalformedXml) break_document(reply.body);
  if (trouble == Trouble::kHtmlPage) {
    reply = plain_reply(200, "");
    reply.headers = {{"Content-Type", "text/html"}};
    reply.body = "<!DOCTYPE html><html><head><title>Please wait</title></head><body><p>Checking.</body></html>\n";
  }
  if (trouble == Trouble::kCutBody) {
    reply.headers = without(reply.headers, "transfer-encoding");
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

void Gateway::Impl::add_rate_headers(Reply& reply, const Visit& visit) {
  if (!options.rate_headers || limits.rate_limit() <= 0) return;
  reply.headers.add("X-RateLimit-Remaining", std::to_string(limits.remaining(visit.endpoint, visit.now)));
  reply.headers.add("X-RateLimit-Window-Sec", std::to_string(limits.window_s()));
  reply.headers.add("X-RateLimit-Limit", std::to_string(limits.rate_limit()));
}

void Gateway::Impl::add_concurrency_headers(Reply& reply, const Visit& visit) const {
  if (!options.rate_headers || options.concurrency_limit <= 0) return;
  const std::string stem = options.hyphenated_concurrency_headers ? "X-Concurrency-Limit-" : "X-ConcurrencyLimit-";
  reply.headers.add(stem + "Limit", std::to_string(options.concurrency_limit));
  reply.headers.add(stem + "Running", std::to_string(limits.running(visit.endpoint)));
}

// ── the doors ────────────────────────────────────────────────────────────────────────────────────────────────────────

Gateway::Gateway(GatewayOptions options, std::shared_ptr<const Dataset> dataset,
                 std::shared_ptr<const OtDataset> ot_dataset)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(dataset), std::move(ot_dataset))) {}
Gateway::~Gateway() = default;

Gateway::Arrival Gateway::arrive(const Call& call, Instant now) {
  Impl::Visit visit{.call = call,
                    .now = impl_->forward(now),
                    .id = ++impl_->last_id,
                    .target = read_target(call.target),
                    .authority = clean_authority(call.authority),
                    .endpoint = {},
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
  impl_->limits.end(call_id);
  impl_->counters.running = impl_->limits.running();
}

const Gateway::Counters& Gateway::counters() const { return impl_->counters; }
const GatewayOptions& Gateway::options() const { return impl_->options; }

std::shared_ptr<const Dataset> Gateway::dataset() const { return impl_->dataset; }

void Gateway::set_dataset(std::shared_ptr<const Dataset> dataset) { impl_->dataset = std::move(dataset); }

void Gateway::set_ot_dataset(std::shared_ptr<const OtDataset> dataset) { impl_->ot_dataset = std::move(dataset); }

void Gateway::set_v1_life(V1Life life) { impl_->options.v1_life = life; }

void Gateway::spend_calls(int calls, Instant now) {
  const int most = impl_->limits.spend(calls, impl_->forward(now));
  impl_->counters.in_window_most = std::max(impl_->counters.in_window_most, most);
}

void Gateway::deactivate(std::string_view username) { impl_->sign_in.deactivate(username); }

void Gateway::revoke_tokens() { impl_->tokens.revoke_all(); }

void Gateway::set_rate(int limit, int window_s) {
  impl_->limits.set_rate(std::max(limit, 0), std::max(window_s, 1));
  impl_->options.rate_limit = impl_->limits.rate_limit();
  impl_->options.window_s = impl_->limits.window_s();
}

void Gateway::set_tier(const Tier& tier) {
  set_rate(tier.rate_limit, tier.window_s);
  impl_->limits.set_concurrency(tier.concurrency_limit);
  impl_->options.concurrency_limit = tier.concurrency_limit;
}

void Gateway::fail_next(Trouble trouble, int calls) {
  for (int i = 0; i < calls && impl_->troubles.size() < kTroublesMax; ++i) impl_->troubles.push_back(trouble);
}

}  // namespace sluice::sim
