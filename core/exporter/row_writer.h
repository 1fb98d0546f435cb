// What all formats have in common: a fixed list of rows, written one by one until the fuel is spent. A format says what
// stands before the first row, how a row is written and what stands after the last.
#pragma once

#include <string>
#include <vector>

#include "exporter/exporter.h"

namespace sluice {

class RowWriter : public Exporter {
 public:
  Work work(Fuel fuel, std::string& out) final;
  uint64_t rows_written() const final { return written_; }

 protected:
  explicit RowWriter(std::vector<RowId> rows) : rows_(std::move(rows)) {}

  virtual void begin(std::string& out) = 0;
  virtual void append_row(std::string& out, RowId row, bool first) = 0;
  virtual void end(std::string& out) = 0;

 private:
  std::vector<RowId> rows_;
  size_t written_ = 0;
  bool begun_ = false;
  bool ended_ = false;
};

}  // namespace sluice
