#include "journal/journal_reader.h"

#include <algorithm>

#include "fuzz/target.h"

namespace sluice::fuzz {
namespace {

// More turns than bytes are never needed: each turn reads one, or hands an entry over.
constexpr size_t kTurnsPerByteMax = 3;

struct Telling {
  std::string text;
  std::string kept;  // the entries as a journal of their own
  uint64_t good_bytes = 0;
  std::string wrong;
};

std::string is_wrong(const JournalReader& reader, const JournalEntry& entry) {
  if (entry.head.size() > kJournalHeadBytesMax) return "a head over the limit";
  for (size_t i = 0; i < entry.pieces.size(); ++i) {
    const size_t size = entry.pieces[i].size();
    if (size == 0 || size > kJournalPieceBytes) return "a piece of a wrong size";
    if (i + 1 < entry.pieces.size() && size != kJournalPieceBytes) return "a piece in the middle that is not full";
  }
  return reader.error() ? "an entry of what is no journal" : "";
}

Telling told(std::string_view journal, size_t grain, size_t fuel) {
  JournalReader reader;
  Telling telling;
  telling.kept = kJournalMagic;
  size_t turns = 0;
  const auto read = [&] {
    while (reader.work(Fuel{fuel}) == Work::kMore) {
      if (++turns > kTurnsPerByteMax * (journal.size() + 1)) {
        telling.wrong = "it has more to do than there is to read";
        return;
      }
      const std::optional<JournalEntry> entry = reader.poll_entry();
      if (!entry) continue;
      if (telling.wrong.empty()) telling.wrong = is_wrong(reader, *entry);
      for (const std::string_view bytes : framed(*entry)) telling.kept += bytes;
    }
  };
  for (size_t at = 0; at < journal.size(); at += std::min(grain, journal.size() - at)) {
    reader.add(std::string(journal.substr(at, grain)));
    read();
  }
  reader.end();
  read();
  if (!reader.over()) telling.wrong = "it goes on behind the end";
  telling.good_bytes = reader.good_bytes();
  telling.text = telling.kept + "\n" + std::to_string(reader.entries()) + " " + std::to_string(reader.good_bytes()) +
                 "\n" + reader.warning() + "\n" + (reader.error() ? reader.error()->message : "");
  return telling;
}

}  // namespace

std::string run_journal(std::string_view input) {
  const Reading reading(input);
  // Most inputs are tried as what stands behind the first line, which chance would not often write.
  std::string journal(reading.low_limits ? "" : kJournalMagic);
  journal += reading.document;
  const Telling whole = told(journal, ~size_t{0}, ~size_t{0});
  if (!whole.wrong.empty()) return whole.wrong;
  const Telling in_grains = told(journal, reading.grain, 1 + reading.grain / 2);
  if (!in_grains.wrong.empty()) return in_grains.wrong;
  if (whole.text != in_grains.text) return compare(whole.text, in_grains.text);
  // What counts is the beginning of the journal, byte for byte, and a journal itself.
  if (whole.good_bytes == 0) return {};
  if (journal.substr(0, whole.good_bytes) != whole.kept) return "it gave back other bytes than there were";
  const Telling again = told(whole.kept, ~size_t{0}, ~size_t{0});
  return again.kept == whole.kept && again.good_bytes == whole.good_bytes ? "" : "what it kept is not read again";
}

}  // namespace sluice::fuzz
