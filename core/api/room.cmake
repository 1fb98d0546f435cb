# The dates of assets/api_versions.json are compiled in, so that the core needs no file.
set(api_versions_json "${CMAKE_SOURCE_DIR}/assets/api_versions.json")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${api_versions_json}")
file(READ "${api_versions_json}" api_versions_text)
set(api_versions_source "${CMAKE_CURRENT_BINARY_DIR}/api/api_versions.cc")
file(CONFIGURE OUTPUT "${api_versions_source}" @ONLY CONTENT [==[
// Made of assets/api_versions.json.
#include <string_view>

namespace sluice {
extern const std::string_view kApiVersionsJson;
const std::string_view kApiVersionsJson = R"json(@api_versions_text@)json";
}  // namespace sluice
]==])

sluice_room(api
  SOURCES api/endpoint.cc api/errors.cc api/mobile_api.cc api/ot_api.cc api/parameter.cc api/platforms.cc api/recipe.cc
          api/shell_words.cc api/source.cc api/version_notices.cc "${api_versions_source}"
  LINKS sluice_http sluice_flow sluice_table nlohmann_json)
