// All that is peculiar to the VMDR OT API (api-reference.md 5): its paths by version, its parameters, its answers'
// envelopes. Record fields are not listed here: the vendor does not document them, so columns are discovered.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/parameter.h"

namespace sluice {

inline constexpr std::string_view kOtHosts = "ot.hosts";
inline constexpr std::string_view kOtDetections = "ot.detections";
inline constexpr std::string_view kOtProjectFiles = "ot.projectFiles";
inline constexpr std::string_view kOtVersion = "1.0";     // current
inline constexpr std::string_view kOtVersionOld = "v1";   // end of life January 2026 (api-reference.md 5.1)
inline constexpr int64_t kOtPageSizeMax = 100;            // api-reference.md 5.2
inline constexpr std::string_view kOtCountHeader = "count";

// filter, pageNumber (the engine's), pageSize, sort: the same four on all three endpoints; the sort tokens that are
// known differ and stand in `values` of sort.
const std::vector<Parameter>& ot_parameters(std::string_view source);

// "host", "detection", "projectfile": the object of /ot/<version>/<object>/list.
std::string_view ot_object(std::string_view source);

// The names under which an answer may hold its list, the likeliest first; a bare array is always accepted too
// (api-reference.md 5.4).
const std::vector<std::string_view>& ot_list_names(std::string_view source);

// The dotted paths of fields that may identify a record, the likeliest first. Each stands alone: the first that a
// record has is its identity. When it has none of them, its whole content is. Fields are not documented, so an
// identity is taken only from a field that says so by its name.
const std::vector<std::string_view>& ot_identity(std::string_view source);

}  // namespace sluice
