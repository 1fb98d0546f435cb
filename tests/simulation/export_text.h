// What a person would export from a world's client: every row of a table as CSV, in the order in which they see it.
#pragma once

#include <string>
#include <string_view>

#include "client/client.h"

namespace sluice::sim {

std::string export_text(const Client& client, std::string_view table);

}  // namespace sluice::sim
