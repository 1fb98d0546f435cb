#include "client/run_message.h"

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"

namespace sluice {
namespace {

std::string window_text(int window_s) {
  if (window_s == 60) return "this minute";
  if (window_s == 3600) return "this hour";
  if (window_s == 86400) return "this day";
  return "the last " + (window_s < 60 ? std::to_string(window_s) + " s" : human_duration_ms(int64_t{window_s} * 1000));
}

uint64_t rows_of(const RunStatus& status, const Source& source) {
  return source.rows_are_detections ? status.detections : status.assets;
}

}  // namespace

std::string count_text(uint64_t n, std::string_view one, std::string_view many) {
  return with_thousands(static_cast<int64_t>(n)) + " " + std::string(n == 1 ? one : many);
}

std::string rows_text(const RunStatus& status, const Source& source) {
  std::string text = count_text(rows_of(status, source), source.one, source.many);
  if (source.api == Api::kMobile) text += " with " + count_text(status.detections, "detection", "detections");
  return text;
}

std::string kept_text(const RunStatus& status, const Source& source) {
  if (status.pages == 0) return "Nothing was pulled.";
  return count_text(rows_of(status, source), source.one, source.many) + " from " +
         count_text(status.pages, "page", "pages") + " are kept.";
}

std::string empty_text(const Source& source) {
  std::string text = "Complete, but empty: the gateway has no " + std::string(source.one) + " for this request. ";
  if (source.api == Api::kMobile) {
    return text + "Only Enrolled assets are listed unless status says otherwise, and only those in this user's scope.";
  }
  return text +
         "Only what is in this user's scope is listed; an account with API but without UI permission may see less.";
}

std::string end_message(const RunStatus& status, const Source& source, std::string_view why) {
  const std::string got = rows_text(status, source) + " in " + count_text(status.pages, "page", "pages");
  switch (status.state) {
    case RunState::kComplete:
      return status.assets + status.detections == 0 ? empty_text(source) : "Complete: " + got + ".";
    case RunState::kStopped: return "Stopped: " + got + " are kept. " + std::string(why);
    case RunState::kPartial: return "Partial: " + std::string(why);
    default: return "Failed: " + std::string(why);
  }
}

std::string increment_message(const RunStatus& status, const Source& source, const ManifestBase& base) {
  std::string text = "Complete: " + rows_text(status, source) + ". Since the last complete run ";
  if (base.named == 0) return text + "no detection was updated.";
  if (base.everything) {
    text += "so much has changed that everything was pulled anew";
  } else {
    text += count_text(base.named, "asset has", "assets have") + " changed and came anew";
  }
  if (base.gone_count > 0) text += "; " + count_text(base.gone_count, "asset is", "assets are") + " gone";
  return text + ".";
}

std::string increment_warning(const ManifestBase& base) {
  return "Only what had changed since " + base.since +
         " was asked for. An asset of which no detection was updated since then is as run " + base.run_id +
         " had it, also where something else of it has changed or it is gone. Everything was pulled last by the run "
         "that began " +
         base.whole_started_at + ".";
}

std::string at_text(Instant until, Instant now, WallTime wall) {
  return "at " + short_datetime((wall + (until - now)).unix_seconds()).substr(11) + " UTC";
}

std::string rate_wait_message(const RateBudget& budget, Instant until, Instant now, WallTime wall) {
  const std::string at = at_text(until, now, wall);
  if (budget.blocked(now)) {
    return "The gateway's rate limit is reached. The pull goes on by itself; the next call is " + at + ".";
  }
  const int left = budget.remaining(now);
  std::string text = with_thousands(budget.used(now)) + " of " + with_thousands(budget.limit()) + " calls of " +
                     window_text(budget.window_s()) + " are used";
  if (left > 0) text += ", " + with_thousands(left) + (left == 1 ? " is" : " are") + " left to others";
  return text + ". The pull goes on by itself; the first free call is " + at + ".";
}

}  // namespace sluice
