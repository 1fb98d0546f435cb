#include "sim/wire.h"

#include <chrono>

namespace sluice::sim {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool decode_field(std::string_view raw, std::string& out) {
  for (size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '+') {
      out += ' ';
    } else if (raw[i] != '%') {
      out += raw[i];
    } else {
      if (i + 2 >= raw.size()) return false;
      const int high = hex_value(raw[i + 1]);
      const int low = hex_value(raw[i + 2]);
      if (high < 0 || low < 0) return false;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return is_utf8(out);
}

Field read_field(std::string_view piece) {
  const size_t equals = piece.find('=');
  const std::string_view raw_name = piece.substr(0, equals);
  const std::string_view raw_value = equals == std::string_view::npos ? std::string_view() : piece.substr(equals + 1);
  Field field;
  if (!decode_field(raw_name, field.name)) field.name = std::string(raw_name);
  if (!decode_field(raw_value, field.value)) {
    field.value = std::string(raw_value);
    field.sound = false;
  }
  return field;
}

// The length in bytes of the UTF-8 character that starts at `text[0]`; 0 when there is none (overlong forms,
// surrogates and values past U+10FFFF are none).
size_t utf8_length(std::string_view text) {
  const auto byte = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto tail = [&](size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (lead == 0xE0 && byte(1) < 0xA0) return 0;
    if (lead == 0xED && byte(1) > 0x9F) return 0;
    return tail(1) && tail(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (lead == 0xF0 && byte(1) < 0x90) return 0;
    if (lead == 0xF4 && byte(1) > 0x8F) return 0;
    return tail(1) && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

// U+FFFE and U+FFFF are well-formed UTF-8, yet no XML characters.
bool is_noncharacter(std::string_view three) {
  return three[0] == '\xEF' && three[1] == '\xBF' && (three[2] == '\xBE' || three[2] == '\xBF');
}

// Appends one character of `text`, made fit for XML, and moves `at` past it.
void append_clean(std::string& out, std::string_view text, size_t& at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c >= 0x20 && c < 0x80) {
    out += text[at++];
    return;
  }
  const bool forbidden = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
  const size_t length = forbidden ? 0 : utf8_length(text.substr(at));
  const bool kept = length > 0 && !(length == 3 && is_noncharacter(text.substr(at, 3)));
  if (kept) {
    out += text.substr(at, length);
  } else {
    out += "\xEF\xBF\xBD";
  }
  at += length > 0 ? length : 1;
}

bool read_digits(std::string_view text, size_t at, size_t count, int& out) {
  out = 0;
  if (at + count > text.size()) return false;
  for (size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    out = out * 10 + (text[i] - '0');
  }
  return true;
}

void put_number(std::string& out, int value, int width) {
  char digits[12];
  for (int i = width - 1; i >= 0; --i) {
    digits[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out.append(digits, static_cast<size_t>(width));
}

std::string civil_text(int64_t unix_s, char between) {
  using std::chrono::days;
  using std::chrono::seconds;
  const std::chrono::sys_time<seconds> moment{seconds(unix_s)};
  const auto midnight = std::chrono::floor<days>(moment);
  const std::chrono::year_month_day date(midnight);
  const auto clock = static_cast<int>((moment - midnight).count());
  std::string out;
  out.reserve(20);
  put_number(out, static_cast<int>(date.year()), 4);
  out += '-';
  put_number(out, static_cast<int>(static_cast<unsigned>(date.month())), 2);
  out += '-';
  put_number(out, static_cast<int>(static_cast<unsigned>(date.day())), 2);
  out += between;
  put_number(out, clock / 3600, 2);
  out += ':';
  put_number(out, clock / 60 % 60, 2);
  out += ':';
  put_number(out, clock % 60, 2);
  return out;
}

}  // namespace

Target read_target(std::string_view target) {
  target = target.substr(0, target.find('#'));
  const size_t mark = target.find('?');
  if (mark == std::string_view::npos) return {target, {}};
  return {target.substr(0, mark), target.substr(mark + 1)};
}

std::vector<Field> read_fields(std::string_view text) {
  std::vector<Field> fields;
  while (!text.empty() && fields.size() < kFieldsMax) {
    const size_t end = text.find('&');
    const std::string_view piece = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (piece.empty()) continue;
    Field field = read_field(piece);
    bool known = false;
    for (Field& earlier : fields) {
      if (earlier.name != field.name) continue;
      earlier = field;
      known = true;
    }
    if (!known) fields.push_back(std::move(field));
  }
  return fields;
}

const Field* find_field(const std::vector<Field>& fields, std::string_view name) {
  for (const Field& field : fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

std::string escape_for_query(std::string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~,:").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte / 16];
    out += kDigits[byte % 16];
  }
  return out;
}

std::optional<int64_t> read_whole_number(std::string_view text) {
  constexpr size_t kDigitsMax = 18;
  if (text.empty() || text.size() > kDigitsMax) return std::nullopt;
  int64_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

std::vector<std::string_view> read_list(std::string_view text) {
  std::vector<std::string_view> items;
  bool more = true;
  while (more) {
    const size_t comma = text.find(',');
    more = comma != std::string_view::npos;
    std::string_view item = text.substr(0, comma);
    if (more) text = text.substr(comma + 1);
    while (!item.empty() && item.front() == ' ') item = item.substr(1);
    while (!item.empty() && item.back() == ' ') item = item.substr(0, item.size() - 1);
    items.push_back(item);
  }
  return items;
}

std::optional<int64_t> read_moment(std::string_view text) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  const bool dated = text.size() >= 10 && read_digits(text, 0, 4, year) && text[4] == '-' &&
                     read_digits(text, 5, 2, month) && text[7] == '-' && read_digits(text, 8, 2, day);
  if (!dated) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  if (text.size() != 10) {
    const bool clocked = text.size() == 20 && text[10] == 'T' && read_digits(text, 11, 2, hour) && text[13] == ':' &&
                         read_digits(text, 14, 2, minute) && text[16] == ':' && read_digits(text, 17, 2, second) &&
                         text[19] == 'Z' && hour < 24 && minute < 60 && second < 60;
    if (!clocked) return std::nullopt;
  }
  const auto day_count = std::chrono::sys_days(date).time_since_epoch().count();
  return int64_t{day_count} * 86400 + hour * 3600 + minute * 60 + second;
}

std::string moment_text(int64_t unix_s) { return civil_text(unix_s, ' '); }

std::string moment_text_millis(int64_t unix_ms) {
  const int64_t seconds = unix_ms >= 0 ? unix_ms / 1000 : -((-unix_ms + 999) / 1000);
  std::string out = civil_text(seconds, 'T');
  out += '.';
  put_number(out, static_cast<int>(unix_ms - seconds * 1000), 3);
  out += 'Z';
  return out;
}

std::string base64url(std::string_view bytes) {
  static constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  unsigned held = 0;
  int bits = 0;
  for (const char c : bytes) {
    held = (held << 8 | static_cast<unsigned char>(c)) & 0xFFFFu;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      out += kLetters[(held >> bits) & 63u];
    }
  }
  if (bits > 0) out += kLetters[(held << (6 - bits)) & 63u];
  return out;
}

bool is_utf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t length = utf8_length(text.substr(at));
    if (length == 0) return false;
    at += length;
  }
  return true;
}

void append_xml_text(std::string& out, std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    switch (text[at]) {
      case '&':
        out += "&amp;", ++at;
        break;
      case '<':
        out += "&lt;", ++at;
        break;
      case '>':
        out += "&gt;", ++at;
        break;
      case '"':
        out += "&quot;", ++at;
        break;
      default:
        append_clean(out, text, at);
    }
  }
}

void append_cdata(std::string& out, std::string_view text) {
  out += "<![CDATA[";
  for (size_t at = 0; at < text.size();) {
    if (text.substr(at, 3) == "]]>") {
      out += "]]]]><![CDATA[>";
      at += 3;
    } else {
      append_clean(out, text, at);
    }
  }
  out += "]]>";
}

}  // namespace sluice::sim
