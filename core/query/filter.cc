#include "query/filter.h"

#include "base/text.h"
#include "query/filter_parser.h"
#include "query/filter_plan.h"

namespace sluice {

Filter::Filter() = default;
Filter::~Filter() = default;
Filter::Filter(Filter&&) noexcept = default;
Filter& Filter::operator=(Filter&&) noexcept = default;

std::optional<FilterError> Filter::parse(std::string_view text, const Table& table, WallTime now, Filter& out) {
  auto plan = std::make_unique<FilterPlan>();
  if (auto problem = parse_filter(text, table, now, *plan)) return problem;
  if (plan->terms.empty()) plan.reset();
  out.plan_ = std::move(plan);
  return std::nullopt;
}

bool Filter::matches_all() const { return plan_ == nullptr; }

bool Filter::matches(const Table& table, RowId row) const {
  size_t text_bytes = 0;
  return matches(table, row, text_bytes);
}

bool Filter::matches(const Table& table, RowId row, size_t& text_bytes) const {
  return plan_ == nullptr || plan_->matches(table, row, text_bytes);
}

std::vector<std::string> Filter::terms() const { return plan_ ? plan_->and_terms : std::vector<std::string>{}; }

std::string exact_term(std::string_view column, std::string_view text) {
  if (text.empty()) return std::string(column) + " is null";
  std::string term = std::string(column) + ":`";
  for (const char c : text) {
    if (c == '`' || c == '\\') term.push_back('\\');
    term.push_back(c);
  }
  return term + "`";
}

}  // namespace sluice
