#include "ui/model.h"

#include <algorithm>

namespace sluice::ui {

const SourceView& view_of(const Model& model, const Source& source) {
  for (const SourceView& view : model.sources) {
    if (view.source == &source) return view;
  }
  static const std::vector<SourceView> kIdle = [] {
    std::vector<SourceView> views;
    for (const Source& each : sources()) {
      views.emplace_back();
      views.back().source = &each;
    }
    return views;
  }();
  const auto idle =
      std::find_if(kIdle.begin(), kIdle.end(), [&](const SourceView& view) { return view.source == &source; });
  return idle != kIdle.end() ? *idle : kIdle.front();
}

uint64_t rows_of(const RunStatus& run, const Source& source) {
  return source.rows_are_detections ? std::max(run.assets, run.detections) : run.assets;
}

const Source& source_of(const RunStatus& run) {
  const Source* source = find_source(run.source);
  return source != nullptr ? *source : sources().front();
}

}  // namespace sluice::ui
