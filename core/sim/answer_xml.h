// The gateway's two XML documents: the asset list (api-reference.md 6.3) and SIMPLE_RETURN (7.3), written to the
// letter: prolog, DOCTYPE with a SYSTEM id, indentation, RESULTS and the next URL as CDATA, WARNING after the list, a
// comment of our own after the root. Fields that an asset or a detection does not have are left out, not left empty.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/asset_query.h"
#include "sim/selection.h"
#include "sim/wire.h"

namespace sluice::sim {

// What REQUEST repeats with echo_request=1.
struct Echo {
  std::string user;
  std::string resource;  // "https://gw.test/sem/v1/assetList"
  std::vector<Field> fields;
};

struct AnswerHead {
  std::string authority;  // for the DOCTYPE
  int64_t now_ms = 0;     // the gateway's wall clock
  std::optional<Echo> echo;
};

struct ReturnItem {
  std::string key;
  std::string value;
};

std::string simple_return_xml(const AnswerHead& head, int code, std::string_view text,
                              const std::vector<ReturnItem>& items);

// `next_url` empty: the last page, no WARNING.
std::string asset_list_xml(const AnswerHead& head, const AssetQuery& query, const AssetFilter& filter,
                           const std::vector<const Asset*>& assets, std::string_view next_url);

}  // namespace sluice::sim
