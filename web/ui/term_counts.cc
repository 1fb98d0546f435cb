#include "ui/term_counts.h"

#include "query/filter.h"

namespace sluice::ui {

void TermCounts::ask(const Table& table, const std::string& filter, WallTime now) {
  if (table_ == &table && version_ == table.version() && filter_ == filter) return;
  forget();
  table_ = &table;
  version_ = table.version();
  filter_ = filter;
  now_ = now;
  Filter parsed;
  if (Filter::parse(filter, table, now, parsed)) return;
  for (const std::string& text : parsed.terms()) {
    if (terms_.size() < kTermsShownMax) terms_.push_back(Term{text, 0, false});
  }
}

void TermCounts::forget() {
  table_ = nullptr;
  terms_.clear();
  view_.clear();
  next_ = 0;
}

Work TermCounts::work(Fuel fuel) {
  if (table_ == nullptr || done()) return Work::kDone;
  Term& term = terms_[next_];
  if (view_.empty()) {
    view_.emplace_back(*table_);
    if (view_.back().set_filter(term.text, now_)) {  // a part that only makes sense within the whole
      view_.clear();
      terms_.erase(terms_.begin() + static_cast<std::ptrdiff_t>(next_));
      return Work::kMore;
    }
  }
  if (view_.back().work(fuel) == Work::kMore) return Work::kMore;
  term.rows = view_.back().rows().size();
  term.counted = true;
  view_.clear();
  ++next_;
  return done() ? Work::kDone : Work::kMore;
}

}  // namespace sluice::ui
