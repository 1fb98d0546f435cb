#include "flow/page_sequence.h"

namespace sluice {

std::string saved_value(const SavedCursor& saved, std::string_view name) {
  for (const auto& [key, value] : saved) {
    if (key == name) return value;
  }
  return "";
}

}  // namespace sluice
