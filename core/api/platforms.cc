#include "api/platforms.h"

#include "base/text.h"

namespace sluice {

const std::vector<Platform>& platforms() {
  static const std::vector<Platform> kPlatforms = {
      {"US1", "US Platform 1", "https://gateway.qg1.apps.qualys.com"},
      {"US2", "US Platform 2", "https://gateway.qg2.apps.qualys.com"},
      {"US3", "US Platform 3", "https://gateway.qg3.apps.qualys.com"},
      {"US4", "US Platform 4", "https://gateway.qg4.apps.qualys.com"},
      {"GOV1", "US Government Platform", "https://gateway.gov1.qualys.us"},
      {"EU1", "EU Platform 1", "https://gateway.qg1.apps.qualys.eu"},
      {"EU2", "EU Platform 2", "https://gateway.qg2.apps.qualys.eu"},
      {"EU3", "EU Platform 3", "https://gateway.qg3.apps.qualys.it"},
      {"IN1", "India Platform", "https://gateway.qg1.apps.qualys.in"},
      {"CA1", "Canada Platform", "https://gateway.qg1.apps.qualys.ca"},
      {"AE1", "UAE Platform", "https://gateway.qg1.apps.qualys.ae"},
      {"UK1", "UK Platform", "https://gateway.qg1.apps.qualys.co.uk"},
      {"AU1", "Australia Platform", "https://gateway.qg1.apps.qualys.com.au"},
      {"KSA1", "Saudi Arabia Platform", "https://gateway.qg1.apps.qualysksa.com"},
  };
  return kPlatforms;
}

const Platform* find_platform(std::string_view id) {
  for (const Platform& platform : platforms()) {
    if (equals_ignoring_case(platform.id, id)) return &platform;
  }
  return nullptr;
}

}  // namespace sluice
