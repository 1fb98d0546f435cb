// A request and what came of it, without any of the machinery that carries them. The core makes requests and hands
// them to a driver; the driver gives back a Response (whatever its status: 401 and 500 are answers) or a Failure (no
// answer at all). Secrets stay in their own type until the driver writes them on the wire.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "base/time.h"

namespace sluice {

enum class Method { kGet, kPost };

std::string_view method_name(Method method);

struct Header {
  std::string name;
  std::string value;
};

// In the order they came. Names are compared without case (api-reference.md 4.1).
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<Header> headers) : headers_(headers) {}

  void add(std::string name, std::string value);
  // The first header of that name, its value trimmed; empty when there is none.
  std::optional<std::string_view> find(std::string_view name) const;
  const std::vector<Header>& all() const { return headers_; }
  size_t size() const { return headers_.size(); }

 private:
  std::vector<Header> headers_;
};

// Reads "name: value" lines ended by CRLF or LF, as a browser gives them; a line without a colon is skipped. At most
// kHeaderCountMax are kept.
inline constexpr size_t kHeaderCountMax = 256;
Headers parse_headers(std::string_view block);

struct Request {
  Method method = Method::kGet;
  std::string url;     // absolute, or relative to the page's origin ("/sem/v1/assetList?…"), or "rehearsal:/…"
  Headers headers;     // never holds a secret
  std::optional<Secret> bearer;  // sent as `Authorization: Bearer …`
  std::optional<Secret> client_secret;  // sent as `clientSecret: …` (api-reference.md 3.3)
  std::optional<Secret> body;    // the form of /auth
  std::string reason;  // why it is sent, for the request log: "sign in", "page 3", "page 3, attempt 2", "renew token"
  Duration first_byte_timeout = Duration::seconds(300);
  Duration stall_timeout = Duration::seconds(120);
  uint64_t body_bytes_max = 0;   // of the answer; the driver gives up with kTooLarge past it; 0: no bound
};

struct Response {
  int status = 0;
  Headers headers;
  std::string body;
  std::string body_sha256{};  // 64 lower-case hexadecimal digits, from whoever brought the body; "": not known yet
};

enum class FailureKind {
  kUnreachable,  // no answer; in a browser this includes CORS, which cannot be told apart
  kPolicy,       // the page's own content security policy forbade the address
  kTimeout,
  kCut,          // the body ended before its announced length
  kTooLarge,
  kAborted,      // we ended it ourselves
};

struct Failure {
  FailureKind kind = FailureKind::kUnreachable;
  std::string detail;
};

}  // namespace sluice
