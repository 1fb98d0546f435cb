// One entry of a run's journal, and the exact bytes that it becomes. A journal is what makes a run resumable: the raw
// pages as they came, each behind a head, in order and never rewritten. The same bytes are the native journal file, the
// checkpoint that a user downloads and what a browser's store gives back:
//
//   SLUICE JOURNAL 1⏎
//   {"entry":"run", … ,"bytes":0}⏎
//   {"entry":"page", … ,"bytes":12345,"sha256":"<64 hexadecimal digits of the body>"}⏎<12345 raw bytes>⏎
//
// A head is one line of JSON. What its members mean is the business of whoever writes and reads them; only `bytes` and
// `sha256` say how the journal itself goes on. A body stays in the pieces in which it is stored, so that no writer has
// to hold a large page twice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

// The first line. Another version has another number.
inline constexpr std::string_view kJournalMagic = "SLUICE JOURNAL 1\n";
inline constexpr size_t kJournalPieceBytes = 64 * 1024;
inline constexpr size_t kJournalHeadBytesMax = 4 * 1000 * 1000;
// A page may be as large as a decoder takes (64 MB), with room to spare.
inline constexpr uint64_t kJournalBodyBytesMax = 128 * 1024 * 1024;

struct JournalEntry {
  std::string head;                 // JSON without a line feed; its `bytes` is bytes()
  std::vector<std::string> pieces;  // of the body: kJournalPieceBytes each but the last, none when there is no body

  // Of the body.
  uint64_t bytes() const;
  // All that the entry takes in a journal: head, body and line feeds.
  uint64_t framed_bytes() const;
};

// The entry's exact bytes in a journal, in order: views into `entry`, which must outlive them. Nothing is copied.
std::vector<std::string_view> framed(const JournalEntry& entry);

// A body cut as an entry holds it. A small one is moved, not copied.
std::vector<std::string> journal_pieces(std::string body);

}  // namespace sluice
