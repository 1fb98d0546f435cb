#include "sim/replies.h"

#include <array>
#include <utility>

#include "base/text.h"
#include "sim/wire.h"

namespace sluice::sim {
namespace {

Reply typed_reply(int status, std::string_view type, std::string body) {
  Reply reply;
  reply.status = status;
  reply.headers.add("Content-Type", std::string(type));
  reply.body = std::move(body);
  return reply;
}

}  // namespace

Reply plain_reply(int status, std::string text) {
  return typed_reply(status, "text/plain;charset=UTF-8", std::move(text));
}
Reply xml_reply(int status, std::string body) { return typed_reply(status, "application/xml", std::move(body)); }
Reply json_reply(int status, std::string body) { return typed_reply(status, "application/json", std::move(body)); }

Reply not_allowed(std::string_view allowed) {
  Reply reply = plain_reply(405, "This method is not allowed here.");
  reply.headers.add("Allow", std::string(allowed));
  return reply;
}

Reply ot_error(int status, std::string_view message) {
  std::string body = "{\"_error\":{\"code\":" + std::to_string(status) + ",\"message\":";
  append_json_string(body, message);
  return json_reply(status, body + "}}");
}

Reply nothing_here(int status, std::string_view path) {
  std::string body = "{\"status\":" + std::to_string(status);
  body += status == 410 ? ",\"error\":\"Gone\",\"path\":" : ",\"error\":\"Not Found\",\"path\":";
  append_json_string(body, path);
  return json_reply(status, body + "}");
}

void add_common_headers(Reply& reply) {
  reply.headers.add("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate");
  reply.headers.add("Pragma", "no-cache");
  reply.headers.add("Expires", "0");
  reply.headers.add("X-Content-Type-Options", "nosniff");
  reply.headers.add("X-Frame-Options", "DENY");
  reply.headers.add("X-XSS-Protection", "1 ; mode=block");
  reply.headers.add("Referrer-Policy", "no-referrer");
}

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

std::string http_date(int64_t unix_s) {
  static constexpr std::array<std::string_view, 7> kDays = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  static constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string text = moment_text(unix_s);  // 2021-04-28 12:01:06
  const int64_t day = (unix_s >= 0 ? unix_s : unix_s - 86399) / 86400;
  const size_t month = static_cast<size_t>((text[5] - '0') * 10 + (text[6] - '0') - 1);
  std::string date(kDays[static_cast<size_t>((day % 7 + 7) % 7)]);
  date += ", " + text.substr(8, 2) + " ";
  date += kMonths[month];
  return date + " " + text.substr(0, 4) + " " + text.substr(11) + " GMT";
}

}  // namespace sluice::sim
