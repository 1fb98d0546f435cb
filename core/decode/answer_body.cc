#include "decode/answer_body.h"

#include <algorithm>

#include "base/text.h"

namespace sluice {

void AnswerBody::advance(Fuel fuel) {
  const size_t reached = reach_;
  reach_ += std::min(fuel.units, size_ - reach_);
  hash_.add(std::string_view(bytes_).substr(reached, reach_ - reached));
  clean_ += sanitizer_.clean(bytes_.data() + clean_, reach_ - clean_, whole());
}

std::string excerpt(std::string_view text) {
  std::string line = shorten(trim(text), kExcerptBytesMax);
  std::replace_if(line.begin(), line.end(), is_space, ' ');
  return "\"" + line + "\"";
}

}  // namespace sluice
