#include "base/number.h"
#include "base/text.h"
#include "flow/pager.h"
#include "fuzz/target.h"

namespace sluice::fuzz {
namespace {

std::string follow(Pager& pager, const Query& first, std::string_view address) {
  const std::string before = pager.query().encode();
  const std::optional<int64_t> from = parse_int(pager.cursor());
  if (!pager.advance(address)) {
    return pager.query().encode() == before ? "" : "an address that cannot be followed has changed the query";
  }
  const std::optional<int64_t> to = parse_int(pager.cursor());
  if (!to || (from && *to <= *from)) return "the cursor does not grow: " + pager.cursor();
  for (const QueryItem& item : first.items()) {
    if (!pager.query().find(item.name)) return "a parameter of ours was lost: " + item.name;
  }
  const Query sent = Query::parse(pager.query().encode());
  if (sent.items() != pager.query().items()) return "what is sent is not what is meant: " + pager.query().encode();
  return {};
}

}  // namespace

// The first line is our own query, each further one an address that a page brought.
std::string run_next_page(std::string_view input) {
  const std::vector<std::string_view> lines = split(input, '\n');
  const Query first = Query::parse(lines.front());
  if (Query::parse(first.encode()).items() != first.items()) return "a query does not survive its own encoding";
  Pager pager(first);
  for (size_t i = 1; i < lines.size(); ++i) {
    if (std::string wrong = follow(pager, first, lines[i]); !wrong.empty()) return wrong;
  }
  return {};
}

}  // namespace sluice::fuzz
