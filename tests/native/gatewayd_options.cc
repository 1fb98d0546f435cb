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

bool take_tier(const std::string& text, sim::GatewayOptions& gateway) {
  const std::optional<sim::Tier> tier = sim::tier_named(text);
  if (!tier) return false;
  gateway.rate_limit = tier->rate_limit;
  gateway.window_s = tier->window_s;
  gateway.concurrency_limit = tier->concurrency_limit;
  return true;
}

bool take_v1(const std::string& text, sim::GatewayOptions& gateway) {
  const std::optional<sim::V1Life> life = sim::v1_life_named(text);
  if (life) gateway.v1_life = *life;
  return life.has_value();
}

std::string tier_help() {
  std::string text = "the limits of a service level:";
  for (const sim::Tier& tier : sim::tiers()) {
    text += " " + std::string(tier.name) + " " + std::to_string(tier.rate_limit) + "/" + std::to_string(tier.window_s) +
            " s and " + std::to_string(tier.concurrency_limit) + " at a time" + (tier.name == "premium" ? "" : ",");
  }
  return text;
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
      {"--seed", "S", "the inventories to invent (1)",
       [&](const std::string& text) {
         const bool read = into<uint64_t>(o.dataset.seed, 0, UINT64_MAX)(text);
         gateway.ot.seed = o.dataset.seed;
         return read;
       }},
      {"--assets", "N", "enrolled assets; some others come on top (2400)",
       into<size_t>(o.dataset.assets, 0, sim::kAssetsMax)},
      {"--detections", "N", "exactly so many on each asset (without it 5 on average)",
       into(o.dataset.exact_detections_per_asset, 0, static_cast<int>(sim::kDetectionsPerAssetMax))},
      {"--all-enrolled", "", "no others on top", set(o.dataset.all_enrolled)},
      {"--site", "DIR", "serve the files of this folder too", into(o.site)},
      {"--rate-limit", "N", "calls in a window; 0 is no limit (300)", into(gateway.rate_limit, 0, kMost)},
      {"--window", "S", "the window in seconds (3600)", into(gateway.window_s, 1, kMost)},
      {"--concurrency", "N", "calls at a time; 0 is no limit (2)", into(gateway.concurrency_limit, 0, kMost)},
      {"--tier", "NAME", tier_help(), [&](const std::string& text) { return take_tier(text, gateway); }},
      {"--per-endpoint", "", "limits count each endpoint apart (else OT and Mobile share them)",
       set(gateway.per_endpoint_limits)},
      {"--classic-refusals", "", "refuse with 409 and codes 1965 and 1960, as the classic API does",
       set(gateway.classic_refusals)},
      {"--hyphenated", "", "write X-Concurrency-Limit-… instead of X-ConcurrencyLimit-…",
       set(gateway.hyphenated_concurrency_headers)},
      {"--no-rate-headers", "", "limits act but say nothing", set(gateway.rate_headers, false)},
      {"--foreign-next-host", "H", "host printed in the next page's URL", into(gateway.foreign_next_host)},
      {"--short-next-url", "", "next page's URL repeats action and truncation_limit only",
       set(gateway.full_next_url, false)},
      {"--sparse", "", "pages count the assets looked at, so some hold few or none", set(gateway.sparse_pages)},
      {"--v1", "LIFE", "of /ot/v1/: supported (default), end-of-support, gone-404, gone-410",
       [&](const std::string& text) { return take_v1(text, gateway); }},
      {"--no-count", "", "OT answers without the count header", set(gateway.count_header, false)},
      {"--ot-concurrency-headers", "", "OT answers tell the concurrency too", set(gateway.ot_concurrency_headers)},
      {"--ot-hosts", "N", "OT hosts (100)", into<size_t>(gateway.ot.hosts, 0, sim::kOtHostsMax)},
      {"--ot-detections", "N", "detections on each OT host, on average (4)",
       into(gateway.ot.detections_per_host, 0, sim::kOtDetectionsPerHostMax)},
      {"--ot-files", "N", "OT project files (24)", into<size_t>(gateway.ot.project_files, 0, sim::kOtProjectFilesMax)},
      {"--ot-rows-to-come", "N", "so many records of each OT list appear later, at the front, one after each page",
       into<size_t>(gateway.ot_rows_to_come, 0, sim::kOtHostsMax)},
      {"--cors", "", "send Access-Control headers and answer preflights", set(gateway.cors)},
      {"--token-lifetime", "S", "seconds until a token expires (14400)", into(gateway.token_lifetime_s, 1, kMost)},
      {"--latency-ms", "N", "wait so long before each answer of the gateway", into(o.latency_ms, 0, 600000)},
      {"--account", "U:P", "one more login, as a Manager; may be repeated",
       [&](const std::string& text) { return take_account(text, gateway); }},
      {"--fault", "NAME", fault_help(), [&](const std::string& text) { return take_fault(text, gateway); }},
      {"--control", "",
       "answer under /_sim/ for tests: GET counters; POST revoke, rate, fault, spend, v1, tier, deactivate, ot",
       set(o.control)},
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
  options.gateway.ot.seed = options.dataset.seed;  // one seed for both inventories
  return options;
}

std::string gatewayd_help() {
  constexpr size_t kColumn = 26;
  std::string text = "gatewayd: a simulated Qualys gateway (VMDR Mobile and VMDR OT) over HTTP, with an invented inventory.\n\n";
  GatewaydOptions unused;
  for (const Option& option : make_options(unused)) {
    std::string left = "  " + option.name + (option.argument.empty() ? "" : " " + option.argument);
    left.resize(std::max(left.size() + 1, kColumn), ' ');
    text += left + option.help + "\n";
  }
  const auto add = [&](std::string_view name, std::string_view what) {
    text += "  " + std::string(name) + " " + std::string(what) + "\n";
  };
  text += "\nLogins, all with the password \"" + std::string(sim::kRehearsalPassword) + "\":\n";
  add(sim::kManagerLogin, "Manager");
  add(sim::kReaderLogin, "Reader with half of the assets");
  add(sim::kNoPermissionLogin, "without the API permissions");
  add(sim::kNoModuleLogin, "without the modules");
  add(sim::kSsoLogin, "an SSO account, which cannot sign in here");
  add(sim::kAccessCheckLogin, "whose rights cannot be checked");
  add(sim::kNoUiLogin, "without the permission for OT's UI, so that less shows");
  text += "\nAPI clients of the Manager, both with the secret \"" + std::string(sim::kClientSecret) + "\":\n";
  add(sim::kUserClientId, "of the user, POST /auth/oidc");
  add(sim::kSubscriptionClientId, "of the subscription, POST /auth/oauth");
  return text;
}

}  // namespace sluice
