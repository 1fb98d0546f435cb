// Counts the rows of an exported file while its bytes come by, and says where the file's shape is not what its manifest
// describes: a header, a field, a member that should not be there. It keeps no row, so a file of any size needs little
// memory, and any bytes give an answer. It does not replace the digest: two files of one shape look alike to it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "client/manifest.h"

namespace sluice {

// What a manifest says of the file beside it.
struct ExportClaims {
  ManifestExport exported;
  bool complete = false;    // the run's state
  std::string next_cursor;  // of the run, for the footer of a CSV file
};

// What is told of one file by its counter; more would only repeat the first.
inline constexpr size_t kShapeProblemsMax = 5;
// A column's name in a file may be so long, quotes and escapes included.
inline constexpr size_t kColumnNameBytesMax = 64 * 1024;

class RowCounter {
 public:
  virtual ~RowCounter() = default;
  virtual void add(std::string_view bytes) = 0;
  // No more comes. rows() is final afterwards.
  virtual void end() = 0;
  uint64_t rows() const { return rows_; }
  const std::vector<std::string>& problems() const { return problems_; }

 protected:
  void report(std::string problem) {
    if (problems_.size() < kShapeProblemsMax) problems_.push_back(std::move(problem));
  }
  uint64_t rows_ = 0;

 private:
  std::vector<std::string> problems_;
};

// Null for a format that cannot be counted.
std::unique_ptr<RowCounter> make_row_counter(const ExportClaims& claims);

}  // namespace sluice
