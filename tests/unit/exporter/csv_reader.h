// A small reader of RFC 4180, for the tests alone: what it reads back must be what was written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sluice {

// Lines of fields. Every line must end in CRLF; anything else that the RFC does not allow gives no lines at all.
inline std::vector<std::vector<std::string>> read_csv(std::string_view text) {
  std::vector<std::vector<std::string>> lines;
  size_t at = 0;
  while (at < text.size()) {
    std::vector<std::string>& line = lines.emplace_back();
    while (true) {
      std::string field;
      if (at < text.size() && text[at] == '"') {
        for (++at;; ++at) {
          if (at >= text.size()) return {};
          if (text[at] != '"') {
            field.push_back(text[at]);
          } else if (at + 1 < text.size() && text[at + 1] == '"') {
            field.push_back(text[at++]);
          } else {
            break;
          }
        }
        ++at;
      } else {
        while (at < text.size() && text[at] != ',' && text[at] != '\r') {
          if (text[at] == '"' || text[at] == '\n') return {};
          field.push_back(text[at++]);
        }
      }
      line.push_back(field);
      if (at < text.size() && text[at] == ',') {
        ++at;
        continue;
      }
      if (text.substr(at, 2) != "\r\n") return {};
      at += 2;
      break;
    }
  }
  return lines;
}

}  // namespace sluice
