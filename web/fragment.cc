#include "fragment.h"

#include <algorithm>

#include "base/number.h"
#include "http/url.h"

namespace sluice {
namespace {

constexpr int64_t kLimitMax = 1000000;
constexpr int kPresetLimit = 10;
constexpr int kPresetWindowS = 60;

std::optional<std::string> text_of(const Query& query, std::string_view name) {
  const std::string* value = query.find(name);
  return value ? std::optional<std::string>(*value) : std::nullopt;
}

int64_t number_of(const Query& query, std::string_view name, int64_t fallback, int64_t least, int64_t most) {
  const std::string* value = query.find(name);
  const std::optional<int64_t> number = value ? parse_int(*value) : std::nullopt;
  return std::clamp(number.value_or(fallback), least, most);
}

// Values are judged when they stand in the form, where the user sees them.
PullRequest request_of(const Query& query) {
  PullRequest request;
  request.source = text_of(query, "source").value_or("");
  request.api_version = text_of(query, "apiVersion").value_or("");
  request.path = text_of(query, "path").value_or("");
  for (const QueryItem& item : query.items()) {
    if (item.name.size() < 3 || item.name[1] != '.') continue;
    if (item.name[0] == 'p') request.parameters.emplace_back(item.name.substr(2), item.value);
    if (item.name[0] == 'x') request.extra.emplace_back(item.name.substr(2), item.value);
  }
  return request;
}

}  // namespace

Fragment parse_fragment(std::string_view text) {
  const Query query = Query::parse(text);
  Fragment fragment;
  fragment.gateway = text_of(query, "gateway");
  fragment.source = text_of(query, "source");
  fragment.filter = text_of(query, "filter");
  fragment.request = request_of(query);
  if (text_of(query, "preset") == "wait") {
    fragment.limit = kPresetLimit;
    fragment.window_s = kPresetWindowS;
  }
  fragment.seed = static_cast<uint64_t>(number_of(query, "seed", 1, 0, INT64_MAX));
  fragment.assets = static_cast<size_t>(
      number_of(query, "assets", static_cast<int64_t>(kRehearsalAssets), 0, static_cast<int64_t>(kRehearsalAssetsMax)));
  fragment.limit = static_cast<int>(number_of(query, "limit", fragment.limit, 1, kLimitMax));
  return fragment;
}

}  // namespace sluice
