#include "api/shell_words.h"

#include <optional>

#include "base/text.h"

namespace sluice {
namespace {

bool is_line_break(char c) { return c == '\n' || c == '\r'; }

std::string with_plain_quotes(std::string_view text) {
  if (text.find_first_of("'\"") != std::string_view::npos) return std::string(text);
  std::string out(text);
  for (const char* quote : {"\xE2\x80\x9C", "\xE2\x80\x9D"}) out = replace_all(out, quote, "\"");
  for (const char* quote : {"\xE2\x80\x98", "\xE2\x80\x99"}) out = replace_all(out, quote, "'");
  return out;
}

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  ShellWords split() {
    while (at_ < text_.size() && out_.words.size() < kShellWordsMax) {
      const char c = text_[at_];
      if (is_space(c)) {
        end_word();
        ++at_;
      } else if (!word_ && ends_command(c)) {
        break;
      } else {
        read(c);
      }
    }
    end_word();
    return std::move(out_);
  }

 private:
  char next() const { return at_ + 1 < text_.size() ? text_[at_ + 1] : '\0'; }
  std::string& word() { return word_ ? *word_ : word_.emplace(); }
  void end_word() {
    if (word_ && out_.words.size() < kShellWordsMax) out_.words.push_back(std::move(*word_));
    word_.reset();
  }

  bool ends_command(char c) const {
    return (c == '|' || c == ';') && (next() == '\0' || is_space(next()) || next() == c);
  }

  void read(char c) {
    if (c == '\'') return read_single();
    if (c == '"') return read_double();
    if (c == '$' && next() == '\'') return read_ansi();
    if (c == '\\' || ((c == '^' || c == '`') && is_line_break(next()))) return read_escape();
    word().push_back(c);
    ++at_;
  }

  // Before a line break it joins the two lines, anywhere else it stands for the next character.
  void read_escape() {
    ++at_;
    if (at_ == text_.size()) return;
    if (is_line_break(text_[at_])) {
      skip_line_break();
      return;
    }
    word().push_back(text_[at_++]);
  }

  void skip_line_break() {
    if (text_[at_] == '\r' && next() == '\n') ++at_;
    ++at_;
  }

  void read_single() {
    const size_t end = text_.find('\'', at_ + 1);
    out_.unclosed = out_.unclosed || end == std::string_view::npos;
    word().append(text_.substr(at_ + 1, end == std::string_view::npos ? end : end - at_ - 1));
    at_ = end == std::string_view::npos ? text_.size() : end + 1;
  }

  void read_double() {
    std::string& into = word();
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return;
      }
      if (c != '\\') {
        into.push_back(c);
      } else if (is_line_break(next())) {
        ++at_;
        skip_line_break();
        --at_;
      } else if (std::string_view("$`\"\\").find(next()) != std::string_view::npos) {
        into.push_back(text_[++at_]);
      } else {
        into.push_back(c);
      }
    }
    out_.unclosed = true;
  }

  // $'…', as browsers copy requests.
  void read_ansi() {
    std::string& into = word();
    for (at_ += 2; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\'') {
        ++at_;
        return;
      }
      if (c != '\\' || at_ + 1 == text_.size()) {
        into.push_back(c);
        continue;
      }
      const char escaped = text_[++at_];
      into.push_back(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped == 't' ? '\t' : escaped);
    }
    out_.unclosed = true;
  }

  std::string_view text_;
  size_t at_ = 0;
  std::optional<std::string> word_;
  ShellWords out_;
};

}  // namespace

ShellWords split_shell_words(std::string_view text) { return Splitter(with_plain_quotes(text)).split(); }

}  // namespace sluice
