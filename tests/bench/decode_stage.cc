#include "bench/decode_stage.h"

#include <algorithm>
#include <utility>

#include "decode/sanitizer.h"
#include "decode/xml_record.h"
#include "decode/xml_splitter.h"

namespace sluice::bench {

std::string_view stage_name(Stage stage) {
  switch (stage) {
    case Stage::kRows: return "rows";
    case Stage::kAlone: return "alone";
    case Stage::kHash: return "hash";
    case Stage::kSanitize: return "sanitize";
    case Stage::kSplit: return "split";
    case Stage::kParse: return "parse";
    case Stage::kCount: break;
  }
  return "";
}

StageRun::StageRun(Stage stage, std::string_view body)
    : stage_(stage), body_(body), store_(mobile_asset_columns(), mobile_detection_columns()) {}

uint64_t StageRun::run() {
  switch (stage_) {
    case Stage::kRows: return make_rows(false);
    case Stage::kAlone: return make_rows(true);
    case Stage::kHash: return hash();
    case Stage::kSanitize: return split(false, false);
    case Stage::kSplit: return split(true, false);
    case Stage::kParse: return split(true, true);
    case Stage::kCount: break;
  }
  return 0;
}

uint64_t StageRun::make_rows(bool with_digest) {
  const std::unique_ptr<Decoder> decoder = make_mobile_decoder(std::move(body_), store_);
  if (!with_digest) decoder->know_sha256(std::string(64, '0'));
  while (decoder->work(Fuel{kDecodeGrainBytes}) == Work::kMore) {
  }
  if (decoder->outcome().kind != PageKind::kPage) return 0;
  const Store::Committed committed = store_.commit();
  return committed.assets + committed.detections;
}

uint64_t StageRun::hash() const {
  Sha256 hash;
  for (size_t at = 0; at < body_.size(); at += kDecodeGrainBytes) {
    hash.add(std::string_view(body_).substr(at, kDecodeGrainBytes));
  }
  return hash.hex().size();
}

uint64_t StageRun::split(bool split, bool parse) {
  Sanitizer sanitizer;
  XmlSplitter splitter("ASSET_LIST", "ASSET");
  XmlRecord record;
  uint64_t found = 0;
  size_t clean = 0;
  for (size_t reach = 0; reach < body_.size();) {
    reach = std::min(body_.size(), reach + kDecodeGrainBytes);
    clean += sanitizer.clean(body_.data() + clean, reach - clean, reach == body_.size());
    if (!split) continue;
    XmlSplitter::Step step = XmlSplitter::Step::kRoot;
    while (step == XmlSplitter::Step::kRoot || step == XmlSplitter::Step::kRecord) {
      step = splitter.next(std::string_view(body_).substr(0, clean), reach == body_.size());
      if (step != XmlSplitter::Step::kRecord) continue;
      ++found;
      const size_t begin = splitter.record().begin;
      if (parse) record.parse(std::string_view(body_).substr(begin, splitter.record().end - begin));
    }
  }
  return split ? found : sanitizer.replaced() + 1;
}

}  // namespace sluice::bench
