#include "api/recipe.h"

#include <algorithm>
#include <utility>

#include "api/endpoint.h"
#include "api/mobile_api.h"
#include "api/ot_api.h"
#include "api/shell_words.h"
#include "base/check.h"
#include "base/secret.h"
#include "base/text.h"
#include "http/url.h"

namespace sluice {
namespace {

Error invalid(std::string message) { return {"invalid_parameter", std::move(message)}; }

// ── made ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::string curl_of(const RecipeRequest& request) {
  Query query;
  for (const auto& [name, value] : request.parameters) query.set(name, value);
  const bool reachable = request.base.find("://") != std::string::npos;
  std::string url = (reachable ? request.base : std::string(kGatewayPlaceholder)) + request.path;
  if (!query.empty()) url += "?" + query.encode();
  // An encoded address holds no quote, so single quotes keep all of it from the shell.
  return "curl '" + url + "' \\\n  -H \"Authorization: Bearer $TOKEN\"";
}

std::string fragment_of(const RecipeRequest& request) {
  std::string text;
  const auto add = [&text](std::string_view name, std::string_view value) {
    text += text.empty() ? "#" : "&";
    text += percent_encode(name) + "=" + percent_encode_query_value(value);
  };
  const bool names_user = request.gateway.find('@') != std::string::npos;  // nothing of a login goes into an address
  if (!request.gateway.empty() && !names_user) add("gateway", request.gateway);
  add("source", request.source->id);
  if (!request.version.empty()) add("apiVersion", request.version);
  if (request.source->api == Api::kMobile && request.path != kMobilePath) add("path", request.path);
  const std::vector<Parameter>& catalogue = parameters_of(*request.source);
  for (const auto& [name, value] : request.parameters) {
    const Parameter* p = find_parameter(catalogue, name);
    if (p && p->ours) continue;
    add((p ? "p." : "x.") + name, value);
  }
  if (!request.filter.empty()) add("filter", request.filter);
  return text;
}

// ── pasted: the command ──────────────────────────────────────────────────────────────────────────────────────────────

enum class Use { kNothing, kPassedOver, kMethod, kHeader, kData, kEncodedData, kForm, kUrl, kLogin, kGet, kHead };

struct Option {
  char letter;  // '\0': none
  std::string_view name;
  Use use;
};

bool takes_value(Use use) { return use != Use::kNothing && use != Use::kGet && use != Use::kHead; }

// Those that change what is asked, and those that take a value, so that it is not taken for the address. Any other
// option is taken for one without a value.
constexpr Option kOptions[] = {
    {'X', "request", Use::kMethod},
    {'H', "header", Use::kHeader},
    {'d', "data", Use::kData},
    {'\0', "data-raw", Use::kData},
    {'\0', "data-ascii", Use::kData},
    {'\0', "data-binary", Use::kData},
    {'\0', "json", Use::kData},
    {'\0', "data-urlencode", Use::kEncodedData},
    {'F', "form", Use::kForm},
    {'T', "upload-file", Use::kForm},
    {'\0', "url", Use::kUrl},
    {'u', "user", Use::kLogin},
    {'\0', "oauth2-bearer", Use::kLogin},
    {'G', "get", Use::kGet},
    {'I', "head", Use::kHead},
    {'A', "user-agent", Use::kPassedOver},
    {'b', "cookie", Use::kPassedOver},
    {'c', "cookie-jar", Use::kPassedOver},
    {'C', "continue-at", Use::kPassedOver},
    {'D', "dump-header", Use::kPassedOver},
    {'e', "referer", Use::kPassedOver},
    {'E', "cert", Use::kPassedOver},
    {'\0', "key", Use::kPassedOver},
    {'\0', "cacert", Use::kPassedOver},
    {'\0', "capath", Use::kPassedOver},
    {'K', "config", Use::kPassedOver},
    {'m', "max-time", Use::kPassedOver},
    {'\0', "connect-timeout", Use::kPassedOver},
    {'\0', "max-redirs", Use::kPassedOver},
    {'\0', "resolve", Use::kPassedOver},
    {'\0', "connect-to", Use::kPassedOver},
    {'\0', "retry", Use::kPassedOver},
    {'\0', "retry-delay", Use::kPassedOver},
    {'\0', "retry-max-time", Use::kPassedOver},
    {'\0', "limit-rate", Use::kPassedOver},
    {'o', "output", Use::kPassedOver},
    {'\0', "output-dir", Use::kPassedOver},
    {'r', "range", Use::kPassedOver},
    {'U', "proxy-user", Use::kPassedOver},
    {'w', "write-out", Use::kPassedOver},
    {'x', "proxy", Use::kPassedOver},
    {'y', "speed-time", Use::kPassedOver},
    {'Y', "speed-limit", Use::kPassedOver},
    {'z', "time-cond", Use::kPassedOver},
    {'\0', "ciphers", Use::kPassedOver},
    {'\0', "interface", Use::kPassedOver},
};

// What a line asks, before it is judged. Holds no header and no body that could be a secret once it is judged.
struct Command {
  std::vector<std::string> addresses;
  std::string method;  // as -X says; ""
  std::string form;    // of -d, joined with &
  bool has_body = false;
  bool body_in_address = false;  // -G
  bool names_file = false;       // a body from a file
  bool brings_token = false;     // a header or -u with something that is no placeholder
  bool several = false;          // more than one command
};

bool is_placeholder(std::string_view text) {
  return text.empty() || text.find_first_of("<>${}%") != std::string_view::npos;
}

bool looks_like_address(std::string_view word) {
  for (const char* part : {"://", "/sem/", "/ot/", "/auth", "/api/"}) {
    if (word.find(part) != std::string_view::npos) return true;
  }
  return false;
}

class CommandReader {
 public:
  explicit CommandReader(const std::vector<std::string>& words) : words_(words) {}

  // `first`: the word after "curl".
  Command read(size_t first) {
    for (at_ = first; at_ < words_.size(); ++at_) {
      const std::string_view word = words_[at_];
      if (is_curl(word)) {
        command_.several = true;
        break;
      }
      if (word.size() > 2 && word.substr(0, 2) == "--") {
        read_long(word.substr(2));
      } else if (word.size() > 1 && word.front() == '-' && !options_ended_) {
        read_letters(word.substr(1));
      } else if (word == "--") {
        options_ended_ = true;
      } else if (looks_like_address(word)) {
        command_.addresses.emplace_back(word);
      }
    }
    return std::move(command_);
  }

  static bool is_curl(std::string_view word) {
    const size_t slash = word.find_last_of("/\\");
    if (slash != std::string_view::npos && word.find("://") == std::string_view::npos) word.remove_prefix(slash + 1);
    return word == "curl" || word == "curl.exe";
  }

 private:
  void read_long(std::string_view name) {
    for (const Option& option : kOptions) {
      if (option.name == name) return apply(option.use, takes_value(option.use) ? take_next() : std::string_view());
    }
  }

  // "-sSL", "-XGET", "-H" "…"
  void read_letters(std::string_view letters) {
    for (size_t i = 0; i < letters.size(); ++i) {
      for (const Option& option : kOptions) {
        if (option.letter != letters[i] || option.letter == '\0') continue;
        if (!takes_value(option.use)) {
          apply(option.use, {});
          break;
        }
        const std::string_view rest = letters.substr(i + 1);
        return apply(option.use, rest.empty() ? take_next() : rest);
      }
    }
  }

  std::string_view take_next() {
    return at_ + 1 < words_.size() ? std::string_view(words_[++at_]) : std::string_view();
  }

  void apply(Use use, std::string_view value) {
    switch (use) {
      case Use::kNothing:
      case Use::kPassedOver: break;
      case Use::kMethod: command_.method = to_upper(trim(value)); break;
      case Use::kHead: command_.method = "HEAD"; break;
      case Use::kHeader: read_header(value); break;
      case Use::kData: read_data(value); break;
      case Use::kEncodedData: read_encoded_data(value); break;
      case Use::kForm:
        command_.has_body = true;
        command_.names_file = true;
        break;
      case Use::kUrl: command_.addresses.emplace_back(value); break;
      case Use::kLogin: command_.brings_token = command_.brings_token || !is_placeholder(value); break;
      case Use::kGet: command_.body_in_address = true; break;
    }
  }

  void read_header(std::string_view header) {
    const size_t colon = header.find(':');
    const std::string_view name = trim(header.substr(0, colon));
    const std::string_view value = colon == std::string_view::npos ? std::string_view() : header.substr(colon + 1);
    const bool secret = equals_ignoring_case(name, "Authorization") || equals_ignoring_case(name, "clientSecret");
    if (secret && !is_placeholder(trim(value))) command_.brings_token = true;
  }

  void read_data(std::string_view data) {
    command_.has_body = true;
    if (!data.empty() && data.front() == '@') {
      command_.names_file = true;
      return;
    }
    if (!command_.form.empty()) command_.form += "&";
    command_.form += data;
  }

  // name=content, =content or content; content is encoded.
  void read_encoded_data(std::string_view data) {
    const size_t equals = data.find('=');
    if (equals == std::string_view::npos) return read_data(data.find('@') == data.npos ? percent_encode(data) : "@");
    const std::string name(data.substr(0, equals));
    read_data((name.empty() ? name : name + "=") + percent_encode(data.substr(equals + 1)));
  }

  const std::vector<std::string>& words_;
  size_t at_ = 0;
  bool options_ended_ = false;
  Command command_;
};

// ── pasted: the address ──────────────────────────────────────────────────────────────────────────────────────────────

struct Address {
  std::string gateway;
  std::string path;   // from /sem, /ot, /auth or /api on, without a slash at its end
  std::string query;  // as it stands
  std::string note;
};

// Documents wrap addresses in the middle of words: what a line break has parted belongs together.
std::string without_line_breaks(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\n' && text[i] != '\r') {
      out.push_back(text[i]);
      continue;
    }
    while (i + 1 < text.size() && is_space(text[i + 1])) ++i;
  }
  return std::string(trim(out));
}

// Where the API's own path begins: a proxy may have put a prefix before it.
size_t find_api_path(std::string_view text) {
  size_t first = std::string_view::npos;
  for (const std::string_view root : {"/sem", "/ot", "/auth", "/api", "/vmrs"}) {
    for (size_t at = text.find(root); at != std::string_view::npos; at = text.find(root, at + 1)) {
      const size_t end = at + root.size();
      const bool whole = end == text.size() || text[end] == '/';
      const bool in_host = at > 0 && text[at - 1] == '/';
      if (whole && !in_host) first = std::min(first, at);
    }
  }
  return first;
}

Result<Address> read_address(std::string_view typed) {
  Address out;
  std::string whole = without_line_breaks(typed);
  whole = whole.substr(0, whole.find('#'));
  const size_t question = whole.find('?');
  if (question != std::string::npos) out.query = whole.substr(question + 1);
  const std::string_view place = std::string_view(whole).substr(0, question);
  const size_t path = find_api_path(place);
  if (path == std::string_view::npos) {
    return invalid("The address of this line leads to no list that Sluice pulls. Those are " + std::string(kMobilePath) +
                   " and, of OT, /ot/" + std::string(kOtVersion) + "/host/list, detection/list and projectfile/list.");
  }
  out.path = std::string(place.substr(path));
  while (out.path.size() > 1 && out.path.back() == '/') out.path.pop_back();
  const std::string_view before = place.substr(0, path);
  if (before.find('@') != std::string_view::npos) {
    return invalid("The address of this line holds a login before its host, which was not kept. Take it out of the line; "
                   "sign in with the form.");
  }
  if (is_placeholder(before) || before == kGatewayPlaceholder) {
    if (!before.empty()) out.note = "The line names no gateway, only a place for one: choose yours.";
    return out;
  }
  Result<std::string> gateway = normalize_gateway(before);
  if (!gateway) return invalid(gateway.error().message);
  out.gateway = gateway.take();
  if (out.gateway.find("://qualysapi.") != std::string::npos) {
    out.gateway.clear();
    out.note = "The line asks a host of the classic API, which serves neither of these: choose your platform's gateway.";
  }
  return out;
}

struct Target {
  const Source* source = nullptr;
  std::string version;
};

Result<Target> target_of(const std::string& path) {
  for (const Source& source : sources()) {
    if (source.api == Api::kMobile && path_of(source, "", path)) return Target{&source, ""};
    for (const std::string_view version : versions_of(source)) {
      if (path_of(source, version, "").value() == path) return Target{&source, std::string(version)};
    }
  }
  const std::string opening = "Sluice cannot pull " + shorten(path, 200) + ". ";
  if (path.substr(0, 4) == "/ot/") {
    return invalid(opening + "Of OT it pulls host/list, detection/list and projectfile/list, under /ot/" +
                   std::string(kOtVersion) + " or /ot/" + std::string(kOtVersionOld) + ".");
  }
  if (path.substr(0, 4) == "/sem") {
    return invalid(opening + "Of the Mobile API it pulls " + std::string(kMobilePath) + " and " +
                   std::string(kMobilePathOld) + ".");
  }
  return invalid(opening + "That belongs to another API of the vendor's.");
}

// ── pasted: the parameters ───────────────────────────────────────────────────────────────────────────────────────────

bool is_name(std::string_view text) {
  if (text.empty() || is_digit(text.front())) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || c == '_' || (lower(c) >= 'a' && lower(c) <= 'z');
  });
}

// The guide's own slip: truncation_limit=1includeFields=… (api-reference.md 6.2). "" when `value` is something else.
std::string missing_ampersand(const std::vector<Parameter>& catalogue, const Parameter& p, std::string_view value) {
  const size_t equals = value.find('=');
  if (equals == std::string_view::npos || check_parameter(p, value)) return {};
  size_t best = std::string_view::npos;
  for (size_t at = 1; at < equals; ++at) {
    const std::string_view name = value.substr(at, equals - at);
    if (!is_name(name) || !check_parameter(p, value.substr(0, at))) continue;
    if (best == std::string_view::npos) best = at;
    if (find_parameter(catalogue, name)) {
      best = at;
      break;
    }
  }
  if (best == std::string_view::npos) return {};
  const std::string name(p.name);
  const std::string mended = name + "=" + std::string(value.substr(0, best)) + "&" + std::string(value.substr(best));
  const std::string next(value.substr(best, equals - best));
  std::string message = "An & is missing in " + name + "=" + shorten(value, 200) + ", before " + next + ". Write " +
                        shorten(mended, 200) + ".";
  if (!find_parameter(catalogue, next)) {
    message += " And " + next + " is not documented for this list: leave it out, or send it as an extra parameter.";
  }
  return message;
}

Result<ParameterValues> parameters_from(const Source& source, std::string_view query) {
  const std::vector<Parameter>& catalogue = parameters_of(source);
  ParameterValues values;
  const Query parsed = Query::parse(query);
  for (const QueryItem& item : parsed.items()) {
    const Parameter* p = find_parameter(catalogue, item.name);
    values.emplace_back(item.name, p ? normalized_value(*p, item.value) : item.value);
    const std::string slip = p ? missing_ampersand(catalogue, *p, item.value) : std::string();
    if (!slip.empty()) return invalid(slip);
  }
  if (Result<void> checked = check_parameters(catalogue, values); !checked) return checked.error();
  return values;
}

void add_note(std::string& note, std::string_view more) {
  if (more.empty()) return;
  if (!note.empty()) note += " ";
  note += more;
}

// What the line pulls, from an address that does not sign in.
Result<PastedCall> judge_pull(const Command& command, const Address& address, PastedCall call) {
  Result<Target> target = target_of(address.path);
  if (!target) return target.error();
  const Source& source = *target.value().source;
  call.source = source.id;
  call.version = target.value().version;
  if (source.api == Api::kMobile) call.path = address.path;
  const bool form =
      command.form.find('=') != std::string::npos && command.form.find_first_of("{[<") == std::string::npos;
  std::string query = address.query;
  if (form) query += (query.empty() ? "" : "&") + command.form;
  Result<ParameterValues> parameters = parameters_from(source, query);
  if (!parameters) return parameters.error();
  call.parameters = parameters.take();
  const bool posts = command.has_body && !command.body_in_address;
  const std::string method = !command.method.empty() ? command.method : posts ? "POST" : "GET";
  if (method != "GET") add_note(call.note, "The line sends " + shorten(method, 20) + "; Sluice sends GET.");
  if (posts && form) add_note(call.note, "Its form was read as parameters.");
  if (command.has_body && (!form || command.names_file)) add_note(call.note, "Its body was passed over.");
  if (command.brings_token) add_note(call.note, "Its login was not kept: sign in with the form.");
  return call;
}

Result<PastedCall> judge(const Command& command) {
  if (command.several) return invalid("There is more than one curl command here. Paste one.");
  if (command.addresses.empty()) return invalid("This curl line holds no address.");
  if (command.addresses.size() > 1) return invalid("This curl line holds more than one address. Paste a line with one.");
  Result<Address> read = read_address(command.addresses.front());
  if (!read) return read.error();
  const Address& address = read.value();
  PastedCall call;
  call.gateway = address.gateway;
  call.note = address.note;
  if (address.path == "/auth" || address.path == "/auth/oidc" || address.path == "/auth/oauth") {
    call.path = address.path;
    add_note(call.note, "The line signs in and pulls nothing: use the sign-in form. Its login was not kept.");
    return call;
  }
  return judge_pull(command, address, std::move(call));
}

Result<PastedCall> parse_words(const ShellWords& shell) {
  const std::vector<std::string>& words = shell.words;
  const auto curl = std::find_if(words.begin(), words.end(), CommandReader::is_curl);
  const bool bare = curl == words.end() && !words.empty() && looks_like_address(words.front());
  if (curl == words.end() && !bare) return invalid("This is no curl line: the word curl is not in it.");
  const size_t first = bare ? 0 : static_cast<size_t>(curl - words.begin()) + 1;
  Command command = CommandReader(words).read(first);
  Result<PastedCall> call = judge(command);
  wipe_text(command.form);
  if (call && shell.unclosed) {
    add_note(call.value().note, "A quote of the line is not closed; everything after it was taken as one text.");
  }
  return call;
}

}  // namespace

Recipe make_recipe(const RecipeRequest& request) {
  SLUICE_CHECK(request.source != nullptr);
  return {curl_of(request), fragment_of(request)};
}

Result<PastedCall> parse_curl(std::string_view text) {
  if (text.size() > kCurlBytesMax) return invalid("This text is far too long for a curl line.");
  ShellWords shell = split_shell_words(text);
  Result<PastedCall> call = parse_words(shell);
  for (std::string& word : shell.words) wipe_text(word);  // a password or a token may be among them
  return call;
}

}  // namespace sluice
