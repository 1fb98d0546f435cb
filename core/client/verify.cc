#include "client/verify.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace sluice {

VerifyJob::VerifyJob(std::string_view manifest_json) : claims_(check_manifest(manifest_json, problems_)) {
  if (claims_) counter_ = make_row_counter(*claims_);
}

void VerifyJob::add(std::string bytes) {
  if (ended_) return;
  if (read_ == waiting_.size()) {
    waiting_ = std::move(bytes);
    read_ = 0;
  } else {
    waiting_ += bytes;
  }
}

void VerifyJob::end(bool there_is_a_file) {
  file_ = there_is_a_file;
  ended_ = true;
}

Work VerifyJob::work(Fuel fuel) {
  const std::string_view piece = std::string_view(waiting_).substr(read_, std::max<size_t>(1, fuel.units));
  hash_.add(piece);
  if (counter_) counter_->add(piece);
  read_ += piece.size();
  bytes_ += piece.size();
  if (read_ < waiting_.size()) return Work::kMore;
  waiting_.clear();
  read_ = 0;
  if (ended_ && !over_) finish();
  return Work::kDone;
}

void VerifyJob::finish() {
  over_ = true;
  if (!file_) {
    if (claims_) problems_.add("The manifest describes an export, but no file was given to compare with it.");
  } else if (claims_) {
    compare();
  } else if (problems_.empty()) {
    problems_.add("The manifest describes no export, so there is nothing to compare the file with.");
  }
}

void VerifyJob::compare() {
  const ManifestExport& told = claims_->exported;
  if (bytes_ != told.bytes) {
    problems_.add("The file has " + std::to_string(bytes_) + " bytes, the manifest says " + std::to_string(told.bytes) +
                  ": " + difference_text(bytes_, told.bytes) + ".");
  }
  if (const std::string digest = hash_.hex(); digest != told.sha256) {
    problems_.add("The file's SHA-256 is " + digest + ", the manifest says " + shorten(told.sha256, 100) +
                  ": some of its bytes were changed.");
  }
  if (!counter_) {
    return problems_.add("The format \"" + shorten(told.format, 100) +
                         "\" is not one whose rows can be counted: csv, ndjson or json.");
  }
  counter_->end();
  if (counter_->rows() != told.rows) {
    problems_.add("The file has " + std::to_string(counter_->rows()) + " rows, the manifest says " +
                  std::to_string(told.rows) + ": " + difference_text(counter_->rows(), told.rows) + ".");
  }
  for (const std::string& problem : counter_->problems()) problems_.add(problem);
}

Verdict VerifyJob::verdict() const { return {problems_.empty(), problems_.all()}; }

}  // namespace sluice
