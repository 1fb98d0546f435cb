#include "flow/limit_headers.h"

#include "base/text.h"
#include "fuzz/target.h"

namespace sluice::fuzz {
namespace {

bool within(std::optional<int> number, int least, int most) {
  return !number || (*number >= least && *number <= most);
}

std::string told(const LimitHeaders& read) {
  std::string out;
  for (const std::optional<int>& number : {read.limit, read.window_s, read.remaining, read.to_wait_s,
                                           read.concurrency_limit, read.concurrency_running}) {
    out += number ? std::to_string(*number) + "|" : "-|";
  }
  return out + (read.retry_after ? std::to_string(read.retry_after->us) : "-");
}

}  // namespace

std::string run_limit_headers(std::string_view input) {
  const Headers headers = parse_headers(input);
  if (headers.size() > kHeaderCountMax) return "more headers than may be kept";
  const LimitHeaders read = read_limit_headers(headers);
  if (!within(read.limit, 1, kRateLimitMax) || !within(read.window_s, 1, kWindowSecMax) ||
      !within(read.remaining, 0, kRateLimitMax) || !within(read.to_wait_s, 0, kToWaitSecMax) ||
      !within(read.concurrency_limit, 1, kConcurrencyMax) || !within(read.concurrency_running, 0, kConcurrencyMax)) {
    return "a limit outside of its bounds: " + told(read);
  }
  if (read.retry_after && (*read.retry_after < Duration{} || *read.retry_after > Duration::seconds(kToWaitSecMax))) {
    return "a wait outside of its bounds: " + told(read);
  }
  Headers shouted;
  for (const Header& header : headers.all()) shouted.add(to_upper(header.name), " " + header.value + "\t");
  if (told(read_limit_headers(shouted)) != told(read)) return "the case of a name or blanks around a value matter";
  return {};
}

}  // namespace sluice::fuzz
