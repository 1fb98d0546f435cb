#include "api/endpoint.h"

#include "base/number.h"

namespace sluice {

std::string endpoint_path(const EndpointPath& parts) {
  const std::string id = percent_encode(parts.object_id);
  std::string path;
  const std::string_view segments[] = {parts.module, parts.version, parts.object, id, parts.operation};
  for (const std::string_view segment : segments) {
    if (segment.empty()) continue;
    path += "/";
    path += segment;
  }
  return path;
}

Result<std::string> endpoint_url(std::string_view base, std::string_view path, const Query& query) {
  std::string url(base);
  url += path;
  if (!query.empty()) url += "?" + query.encode();
  if (url.size() <= kUrlBytesMax) return url;
  const QueryItem* longest = &query.items().front();
  for (const QueryItem& item : query.items()) {
    if (item.value.size() > longest->value.size()) longest = &item;
  }
  return Error{"invalid_parameter", "parameter " + longest->name + " is too long: the request's address would have " +
                                        with_thousands(static_cast<int64_t>(url.size())) + " characters, and at most " +
                                        with_thousands(kUrlBytesMax) +
                                        " can be sent. Use ranges (190-400) or pull in several runs."};
}

}  // namespace sluice
