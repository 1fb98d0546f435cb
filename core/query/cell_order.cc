#include "query/cell_order.h"

#include <cstring>
#include <limits>

#include "base/text.h"
#include "query/real_number.h"
#include "query/text_match.h"

namespace sluice {
namespace {

constexpr uint64_t kSignBit = uint64_t{1} << 63;
constexpr uint64_t kNoNumber = std::numeric_limits<uint64_t>::max();  // above every number's

uint64_t ordered_bits(double number) {
  if (number == 0) number = 0;  // minus zero is zero
  uint64_t bits = 0;
  std::memcpy(&bits, &number, sizeof bits);
  return (bits & kSignBit) != 0 ? ~bits : bits | kSignBit;
}

uint64_t first_bytes(std::string_view text) {
  uint64_t bytes = 0;
  for (size_t i = 0; i < 8; ++i) {
    bytes = bytes << 8 | (i < text.size() ? static_cast<uint8_t>(lower(text[i])) : 0u);
  }
  return bytes;
}

}  // namespace

CellOrder::CellOrder(const Table& table, ColumnId column) {
  ColumnInfo info = table.column(column);
  type_ = info.type;
  values_ = std::move(info.values);
}

uint64_t CellOrder::place_of(std::string_view text) const {
  size_t place = 0;
  while (place < values_.size() && !equals_ignoring_case(values_[place], text)) ++place;
  return place;
}

uint64_t CellOrder::leading(std::string_view text) const {
  if (type_ == ColumnType::kEnum) return place_of(text);
  if (type_ != ColumnType::kReal) return first_bytes(text);
  const auto number = parse_real(text);
  return number ? ordered_bits(*number) : kNoNumber;
}

int CellOrder::compare_texts(std::string_view a, std::string_view b) const {
  if (type_ == ColumnType::kEnum || type_ == ColumnType::kReal) {
    const uint64_t x = leading(a);
    const uint64_t y = leading(b);
    if (x != y) return x < y ? -1 : 1;
  }
  return compare_text(a, b);
}

int CellOrder::compare(const Cell& a, const Cell& b) const {
  if (a.kind != b.kind) return a.kind == Cell::Kind::kNumber ? -1 : 1;
  if (a.kind == Cell::Kind::kNumber) return a.number < b.number ? -1 : a.number > b.number ? 1 : 0;
  return a.text_id == b.text_id ? 0 : compare_texts(a.text, b.text);
}

}  // namespace sluice
