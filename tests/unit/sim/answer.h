// Reads the gateway's answers for the tests of this room, by pugixml: neither with the gateway's own code nor with the
// client's.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/gateway.h"

namespace sluice::sim {

using Fields = std::map<std::string, std::string>;

struct ReadAsset {
  Fields fields;
  std::vector<std::pair<std::string, std::string>> tags;  // id, name
  std::vector<Fields> detections;

  int64_t id() const;
};

struct ReadAnswer {
  bool well_formed = false;
  std::string root;
  std::string datetime;
  std::string code;  // of SIMPLE_RETURN
  std::string text;
  std::vector<ReadAsset> assets;
  Fields warning;  // CODE, TEXT, URL (trimmed)
  Fields request;  // DATETIME, USER_LOGIN, RESOURCE
  std::vector<std::pair<std::string, std::string>> parameters;
  Fields items;  // of SIMPLE_RETURN

  std::vector<int64_t> ids() const;
};

ReadAnswer read_answer(std::string_view body);

// Signs in and asks, as the only user of a gateway.
class Caller {
 public:
  explicit Caller(GatewayOptions options = {}, DatasetOptions inventory = {});

  Reply sign_in(std::string_view username, std::string_view password = kRehearsalPassword);
  // Takes the login's token for all later calls.
  void become(std::string_view username);
  // GET of `query` on /sem/v1/assetList, departed at once.
  Reply get(std::string_view query);
  Reply send(const std::string& method, const std::string& target, const Headers& headers = {},
             const std::string& body = "");
  ReadAnswer ask(std::string_view query) { return read_answer(get(query).body); }

  std::string token;
  Instant now;
  std::shared_ptr<const Dataset> dataset;
  Gateway gateway;
};

std::string header_of(const Reply& reply, std::string_view name);  // "-" when it is missing

}  // namespace sluice::sim
