#include "gatewayd_options.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <string_view>
#include <system_error>
#include <vector>

namespace sluice {
namespace {

struct Option {
  std::string name;
  std::string argument;  // empty: a switch
  std::string help;
  std::function<bool(const std::string&)> take;
};

template <typename Number>
std::function<bool(const std::string&)> into(Number& out, Number least, Number most) {
  return [&out, least, most](const std::string& text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) return false;
    out = number;
    return true;
  };
}

std::function<bool(const std::string&)> into(std::string& out) {
  return [&out](const std::string& text) { return !(out = text).empty(); };
}

std::function<bool(const std::string&)> set(bool& out, bool value = true) {
  return [&out, value](const std::string&) { return out = value, true; };
}

bool take_fault(const std::string& text, sim::GatewayOptions& gateway) {
  const std::optional<sim::Trouble> trouble = sim::trouble_named(text);
  if (trouble) gateway.next_errors.push_back(*trouble);
  return trouble.has_value();
}

bool take_account(const std::string& text, sim::GatewayOptions& gateway) {
  const size_t colon = text.find(':');
  if (colon == 0 || colon == std::string::npos) return false;
  if (gateway.accounts.empty()) gateway.accounts = sim::default_accounts();
  sim::Account account;
  account.username = text.substr(0, colon);
  account.password = text.substr(colon + 1);
  gateway.accounts.push_back(account);
  return true;
}

std::string fault_help() {
  std::string text = "spoil one answer, in the order given; may be repeated. NAME is";
  for (const std::string_view name : sim::trouble_names()) text += " " + std::string(name);
  return text;
}

std::vector<Option> make_options(GatewaydOptions& o) {
  constexpr int kMost = 1000000000;
  sim::GatewayOptions& gateway = o.gateway;
  return {
      {"--port", "N", "listen on this port; 0 takes any free one", into(o.port, 0, 65535)},
      {"--host", "ADDR", "listen on this address (127.0.0.1)", into(o.host)},
      {"--seed", "S", "the inventory to invent (1)", into<uint64_t>(o.dataset.seed, 0, UINT64_MAX)},
      {"--assets", "N", "enrolled assets; some others come on top (2400)",
       into<size_t>(o.dataset.assets, 0, sim::kAssetsMax)},
      {"--detections", "N", "exactly so many on each asset (without it 5 on average)",
       into(o.dataset.exact_detections_per_asset, 0, static_cast<int>(sim::kDetectionsPerAssetMax))},
      {"--all-enrolled", "", "no others on top", set(o.dataset.all_enrolled)},
      {"--site", "DIR", "serve the files of this folder too", into(o.site)},
      {"--rate-limit", "N", "calls in a window; 0 is no limit (300)", into(gateway.rate_limit, 0, kMost)},
      {"--window", "S", "the window in seconds (3600)", into(gateway.window_s, 1, kMost)},
      {"--concurrency", "N", "calls at a time; 0 is no limit (2)", into(gateway.concurrency_limit, 0, kMost)},
      {"--no-rate-headers", "", "limits act but say nothing", set(gateway.rate_headers, false)},
      {"--foreign-next-host", "H", "host printed in the next page's URL", into(gateway.foreign_next_host)},
      {"--short-next-url", "", "next page's URL repeats action and truncation_limit only",
       set(gateway.full_next_url, false)},
      {"--sparse", "", "pages count the assets looked at, so some hold few or none", set(gateway.sparse_pages)},
      {"--cors", "", "send Access-Control headers and answer preflights", set(gateway.cors)},
      {"--token-lifetime", "S", "seconds until a token expires (14400)", into(gateway.token_lifetime_s, 1, kMost)},
      {"--latency-ms", "N", "wait so long before each answer of the gateway", into(o.latency_ms, 0, 600000)},
      {"--account", "U:P", "one more login, as a Manager; may be repeated",
       [&](const std::string& text) { return take_account(text, gateway); }},
      {"--fault", "NAME", fault_help(), [&](const std::string& text) { return take_fault(text, gateway); }},
      {"--control", "", "answer under /_sim/ for tests: GET counters; POST revoke, rate, fault, spend", set(o.control)},
      {"--help", "", "this text", set(o.help)},
  };
}

}  // namespace

std::optional<GatewaydOptions> read_gatewayd_options(int argc, char** argv, std::string& problem) {
  GatewaydOptions options;
  const std::vector<Option> known = make_options(options);
  for (int i = 1; i < argc; ++i) {
    const Option* option = nullptr;
    for (const Option& candidate : known) {
      if (candidate.name == argv[i]) option = &candidate;
    }
    if (option == nullptr) {
      problem = std::string("unknown option ") + argv[i];
      return std::nullopt;
    }
    const bool has_argument = !option->argument.empty();
    if (has_argument && i + 1 == argc) {
      problem = option->name + " needs " + option->argument;
      return std::nullopt;
    }
    const std::string text = has_argument ? argv[++i] : "";
    if (!option->take(text)) {
      problem = option->name + " cannot be " + text;
      return std::nullopt;
    }
  }
  return options;
}

std::string gatewayd_help() {
  constexpr size_t kColumn = 26;
  std::string text = "gatewayd: a simulated Qualys gateway (VMDR Mobile) over HTTP, with an invented inventory.\n\n";
  GatewaydOptions unused;
  for (const Option& option : make_options(unused)) {
    std::string left = "  " + option.name + (option.argument.empty() ? "" : " " + option.argument);
    left.resize(std::max(left.size() + 1, kColumn), ' ');
    text += left + option.help + "\n";
  }
  text += "\nLogins, all with the password \"" + std::string(sim::kRehearsalPassword) + "\":\n";
  text += "  " + std::string(sim::kManagerLogin) + " Manager, " + std::string(sim::kReaderLogin) +
          " Reader with half of the assets, " + std::string(sim::kNoPermissionLogin) + " without the permission, " +
          std::string(sim::kNoModuleLogin) + " without the module\n";
  return text;
}

}  // namespace sluice
