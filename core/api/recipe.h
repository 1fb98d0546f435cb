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

struct RecipeRequest {
  const Source* source = nullptr;
  std::string gateway;         // as the user knows it: "US1", "https://…", "", "rehearsal"
  std::string base;            // the address that curl can ask, normalized; "" when there is none (https://GATEWAY)
  std::string path;            // "/ot/1.0/host/list"
  std::string version;         // for the fragment; "" the default
  ParameterValues parameters;  // as sent
  std::string filter;          // of the table shown, for the fragment
};
Recipe make_recipe(const RecipeRequest& request);

struct PastedCall {
  std::string gateway;         // "https://gateway.qg1.apps.qualys.com", "" when the line holds a placeholder
  std::string source;          // "mobile.assets"; "" for a call of /auth
  std::string version;         // OT: "1.0" | "v1"
  std::string path;            // Mobile: the documented path that it names
  ParameterValues parameters;  // checked against the catalogue
  std::string note;            // what was passed over, in words: "The line sends POST; Sluice sends GET."; may be ""
};
// Understands quotes, line ends with backslash, -X, -H, -d, -i, --url and the address anywhere. Secrets in the line
// (bearer, password, -u) are neither kept nor repeated in messages. Code invalid_parameter for anything that cannot be
// pulled, with what is wrong and what to do, such as a missing `&` in truncation_limit=1includeFields=….
Result<PastedCall> parse_curl(std::string_view text);

}  // namespace sluice
