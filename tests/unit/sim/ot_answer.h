// Asks the OT lists for the tests of this room and reads their JSON by nlohmann/json: neither with the gateway's own
// code nor with the client's.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "unit/sim/answer.h"

namespace sluice::sim {

struct OtAnswer {
  Reply reply;
  nlohmann::json body;  // discarded when it is no JSON
  std::vector<nlohmann::json> records;

  std::string error() const;  // `_error.message`; empty when there is none
};

// "%XX" for all but letters and digits.
std::string escaped(std::string_view text);

// GET /ot/1.0/<object>/list?query with the caller's token, departed at once.
OtAnswer ask_ot(Caller& caller, const std::string& object, const std::string& query = "",
                const std::string& version = "1.0");
// The same with a filter and everything on as few pages as possible; the records of all pages.
std::vector<nlohmann::json> pull_ot(Caller& caller, const std::string& object, const std::string& query = "",
                                    const std::string& version = "1.0");

}  // namespace sluice::sim
