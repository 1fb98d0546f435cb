#include "ui/widening.h"

#include <algorithm>
#include <array>

namespace sluice::ui {
namespace {

// Parameters that leave no record out.
bool only_shapes(std::string_view name) {
  constexpr std::array<std::string_view, 12> kShaping = {
      "action",        "echo_request",     "show_asset_id", "show_results", "show_reopened_info", "output_format",
      "show_tags",     "truncation_limit", "id_min",        "pageNumber",   "pageSize",           "sort"};
  return std::find(kShaping.begin(), kShaping.end(), name) != kShaping.end();
}

struct Part {
  std::string_view id;
  std::string_view label;
  std::string_view said;
  std::vector<std::string_view> names;
};

const std::vector<Part>& parts() {
  static const std::vector<Part> kParts = {
      {"filter", "Drop the filter", "The request no longer has a filter.", {"filter"}},
      {"dates", "Drop the date window", "The request no longer has a date window.",
       {"detection_updated_since", "detection_updated_before", "max_days_since_detection_updated"}},
      {"qids", "Drop the QID filter", "The request no longer names QIDs.", {"qids"}},
      {"severities", "Ask for every severity", "The request now asks for every severity.", {"severities"}},
      {"ids", "Drop the asset IDs", "The request no longer names asset IDs.", {"ids"}},
      {"os", "Drop the OS pattern", "The request no longer has an OS pattern.", {"os_pattern"}},
      {"tags", "Drop the tags", "The request no longer selects by tags.",
       {"use_tags", "tag_set_by", "tag_include_selector", "tag_exclude_selector", "tag_set_include",
        "tag_set_exclude"}},
  };
  return kParts;
}

std::string missing_statuses(const Parameter& status, std::string_view now) {
  std::string text;
  for (const std::string_view value : status.values) {
    if (("," + std::string(now) + ",").find("," + std::string(value) + ",") != std::string::npos) continue;
    if (!text.empty()) text += " and ";
    text += value;
  }
  return text;
}

void offer_status(const RequestForm& form, std::vector<Widening>& offers) {
  const RequestForm::Field* status = form.find("status");
  if (status == nullptr) return;
  const std::string_view now =
      status->changed() ? std::string_view(status->text) : status->parameter->fallback.value_or("");
  const std::string missing = missing_statuses(*status->parameter, now);
  if (missing.empty()) return;
  std::string all;
  for (const std::string_view value : status->parameter->values) all += (all.empty() ? "" : ",") + std::string(value);
  offers.push_back(Widening{"empty.widen.status", "Include " + missing,
                            "The request now asks for assets of every status.", {}, {{"status", all}}});
}

}  // namespace

ParameterValues sent_filters(const Source& source, const ParameterValues& sent) {
  ParameterValues filters;
  for (const Parameter& parameter : parameters_of(source)) {
    const std::string* value = find_value(sent, parameter.name);
    if (value != nullptr && !parameter.ours && !only_shapes(parameter.name)) {
      filters.emplace_back(std::string(parameter.name), *value);
    }
  }
  for (const auto& [name, value] : sent) {  // those that nobody documents may filter, too
    const auto& known = parameters_of(source);
    const std::string_view wanted = name;
    if (std::none_of(known.begin(), known.end(), [&](const Parameter& p) { return p.name == wanted; }) &&
        !only_shapes(name)) {
      filters.emplace_back(name, value);
    }
  }
  return filters;
}

std::vector<Widening> widenings_of(const RequestForm& form, const ParameterValues& sent) {
  std::vector<Widening> offers;
  offer_status(form, offers);
  for (const Part& part : parts()) {
    Widening offer{"empty.widen." + std::string(part.id), std::string(part.label), std::string(part.said), {}, {}};
    for (const std::string_view name : part.names) {
      const RequestForm::Field* field = form.find(name);
      if (field != nullptr && field->changed() && find_value(sent, name) != nullptr) offer.drop.emplace_back(name);
    }
    if (!offer.drop.empty()) offers.push_back(std::move(offer));
  }
  return offers;
}

void apply_widening(RequestForm& form, const Widening& widening) {
  for (const std::string& name : widening.drop) {
    if (RequestForm::Field* field = form.find(name)) form.set_text(*field, "");
  }
  for (const auto& [name, value] : widening.set) {
    if (RequestForm::Field* field = form.find(name)) form.set_text(*field, value);
  }
}

bool differs(const RequestForm& form, const ParameterValues& sent) {
  return sent_filters(form.source(), form.values()) != sent_filters(form.source(), sent);
}

}  // namespace sluice::ui
