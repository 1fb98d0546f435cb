// A configured pull in two forms that can be passed on: the equal `curl` command line, and the fragment of a URL that
// reopens the page so configured. Neither ever holds a secret: the token is written as $TOKEN. And the way back: a curl
// line from the guides or from a colleague, understood as a pull, or refused with what is wrong with it.
#pragma once

#include <string>
#include <string_view>

#include "api/parameter.h"
#include "api/source.h"
#include "base/result.h"

namespace sluice {

inline constexpr size_t kCurlBytesMax = 64 * 1024;

struct Recipe {
  std::string curl;      // several lines joined by backslashes, for a POSIX shell
  std::string fragment;  // "#gateway=US1&source=ot.hosts&…", percent-encoded
};

// What stands for the gateway in a line when there is no address that curl could ask.
inline constexpr std::string_view kGatewayPlaceholder = "https://GATEWAY";

struct RecipeRequest {
  const Source* source = nullptr;
  std::string gateway;         // as the user knows it: "US1", "https://…", "", "rehearsal"
  std::string base;            // the address that curl can ask, normalized; "" when there is none (https://GATEWAY)
  std::string path;            // "/ot/1.0/host/list"
  std::string version;         // for the fragment; "" the default
  ParameterValues parameters;  // as sent
  std::string filter;          // of the table shown, for the fragment
};
// Parameters that are in no catalogue go into the fragment as x.<name>, the documented ones as p.<name>, those of the
// engine (action, id_min, pageNumber) not at all.
Recipe make_recipe(const RecipeRequest& request);

struct PastedCall {
  std::string gateway;         // "https://gateway.qg1.apps.qualys.com", "" when the line holds a placeholder
  std::string source;          // "mobile.assets"; "" for a call of /auth, which signs in
  std::string version;         // OT: "1.0" | "v1"
  std::string path;            // Mobile: the documented path that it names; of /auth: which of its three
  ParameterValues parameters;  // checked against the catalogue
  std::string note;            // what was passed over, in words: "The line sends POST; Sluice sends GET."; may be ""
};
// Understands quotes, continued lines, -X, -H, -d, -G, -i, --url, the address anywhere, and an address alone. Secrets
// in the line (bearer, password, -u) are neither kept nor repeated in messages. Code invalid_parameter for anything
// that cannot be pulled, with what is wrong and what to do, such as a missing `&` in truncation_limit=1includeFields=….
Result<PastedCall> parse_curl(std::string_view text);

}  // namespace sluice
