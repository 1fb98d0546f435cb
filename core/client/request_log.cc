#include "client/request_log.h"

#include <utility>

#include "client/client.h"

namespace sluice {

void RequestLog::begin(FlightId flight, RequestLogEntry entry, Instant now) {
  if (entries_.size() == kRequestLogMax) {
    entries_.pop_front();
    ++first_sequence_;
  }
  open_.push_back({flight, first_sequence_ + entries_.size(), now});
  entries_.push_back(std::move(entry));
  ++version_;
}

void RequestLog::end(FlightId flight, int status, uint64_t bytes, std::string note, Instant now) {
  for (size_t i = 0; i < open_.size(); ++i) {
    if (open_[i].flight != flight) continue;
    const Open open = open_[i];
    open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(i));
    latest_ = open;
    if (open.sequence < first_sequence_) return;
    RequestLogEntry& entry = entries_[static_cast<size_t>(open.sequence - first_sequence_)];
    entry.status = status;
    entry.bytes = bytes;
    entry.ms = (now - open.sent).as_millis();
    entry.note = std::move(note);
    ++version_;
    return;
  }
}

void RequestLog::annotate(FlightId flight, const std::string& note) {
  if (!latest_ || latest_->flight != flight || latest_->sequence < first_sequence_) return;
  RequestLogEntry& entry = entries_[static_cast<size_t>(latest_->sequence - first_sequence_)];
  entry.note += (entry.note.empty() ? "" : " ") + note;
  ++version_;
}

}  // namespace sluice
