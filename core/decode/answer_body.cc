#include "decode/answer_body.h"

#include <algorithm>

#include "base/text.h"

namespace sluice {

void AnswerBody::advance(Fuel fuel) {
  const size_t reached = reach_;
  reach_ += std::min(fuel.units, size_ - reach_);
  const std::string_view came = std::string_view(bytes_).substr(reached, reach_ - reached);
  if (known_sha256_.empty()) hash_.add(came);
  if (piece_bytes_ > 0) put_by(came);
  clean_ += sanitizer_.clean(bytes_.data() + clean_, reach_ - clean_, whole());
}

void AnswerBody::put_by(std::string_view came) {
  while (!came.empty()) {
    if (raw_.empty() || raw_.back().size() >= piece_bytes_) {
      raw_.emplace_back();
      raw_.back().reserve(std::min(piece_bytes_, size_));
    }
    const std::string_view part = came.substr(0, piece_bytes_ - raw_.back().size());
    raw_.back().append(part);
    came.remove_prefix(part.size());
  }
}

std::string excerpt(std::string_view text) {
  std::string line = shorten(trim(text), kExcerptBytesMax);
  std::replace_if(line.begin(), line.end(), is_space, ' ');
  return "\"" + line + "\"";
}

}  // namespace sluice
