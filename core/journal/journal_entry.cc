#include "journal/journal_entry.h"

#include <algorithm>
#include <utility>

namespace sluice {
namespace {

constexpr std::string_view kLineFeed = "\n";

}  // namespace

uint64_t JournalEntry::bytes() const {
  uint64_t sum = 0;
  for (const std::string& piece : pieces) sum += piece.size();
  return sum;
}

uint64_t JournalEntry::framed_bytes() const {
  const uint64_t body = bytes();
  return head.size() + kLineFeed.size() + body + (body > 0 ? kLineFeed.size() : 0);
}

std::vector<std::string_view> framed(const JournalEntry& entry) {
  std::vector<std::string_view> bytes = {entry.head, kLineFeed};
  for (const std::string& piece : entry.pieces) {
    if (!piece.empty()) bytes.push_back(piece);
  }
  if (bytes.size() > 2) bytes.push_back(kLineFeed);
  return bytes;
}

std::vector<std::string> journal_pieces(std::string body) {
  std::vector<std::string> pieces;
  if (body.size() <= kJournalPieceBytes) {
    if (!body.empty()) pieces.push_back(std::move(body));
    return pieces;
  }
  for (size_t at = 0; at < body.size(); at += kJournalPieceBytes) pieces.push_back(body.substr(at, kJournalPieceBytes));
  return pieces;
}

}  // namespace sluice
