// Says whether an export is still the file that its manifest describes, and whether the manifest agrees with itself:
// offline, from nothing but the two. It tells of changes, not of forgery: who writes both anew can make them agree.
// The file comes in pieces and is read by fuel, so that a large one neither blocks nor has to be held.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fuel.h"
#include "base/sha256.h"
#include "client/manifest_check.h"
#include "client/row_counter.h"

namespace sluice {

struct Verdict {
  bool ok = false;
  std::vector<std::string> problems;  // sentences: what differs and by how much; empty if and only if ok
};

class VerifyJob {
 public:
  // Reads the manifest at once; any bytes give an answer.
  explicit VerifyJob(std::string_view manifest_json);

  // The next piece of the file. It waits until work() has read it.
  void add(std::string bytes);
  // All of the file was given; `there_is_a_file` is false when there is only a manifest to check.
  void end(bool there_is_a_file = true);

  // Reads about fuel.units bytes. kDone: all that was given has been read.
  Work work(Fuel fuel);

  // Final when end() was called and work() is done.
  bool over() const { return over_; }
  Verdict verdict() const;

 private:
  void finish();
  void compare();

  ProblemList problems_;
  std::optional<ExportClaims> claims_;
  std::unique_ptr<RowCounter> counter_;
  Sha256 hash_;
  std::string waiting_;
  size_t read_ = 0;      // of `waiting_`
  uint64_t bytes_ = 0;
  bool ended_ = false;
  bool file_ = true;
  bool over_ = false;
};

}  // namespace sluice
