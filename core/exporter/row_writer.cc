#include "exporter/row_writer.h"

namespace sluice {
namespace {

// Bytes that cost about as much as a short row does: wide and long rows spend more of the fuel.
constexpr size_t kBytesPerUnit = 128;

}  // namespace

Work RowWriter::work(Fuel fuel, std::string& out) {
  if (!begun_ && !fuel.empty()) {
    begin(out);
    begun_ = true;
  }
  for (; written_ < rows_.size() && !fuel.empty(); ++written_) {
    const size_t before = out.size();
    append_row(out, rows_[written_], written_ == 0);
    fuel.spend(1 + (out.size() - before) / kBytesPerUnit);
  }
  if (!begun_ || written_ < rows_.size()) return Work::kMore;
  if (!ended_) end(out);
  ended_ = true;
  return Work::kDone;
}

}  // namespace sluice
