#include "unit/sim/answer.h"

#include <pugixml.hpp>

#include "base/text.h"

namespace sluice::sim {
namespace {

// Text and CDATA of one element joined; white space around CDATA sections is layout.
std::string content(const pugi::xml_node& node) {
  std::string text;
  bool sections = false;
  for (const pugi::xml_node child : node.children()) sections = sections || child.type() == pugi::node_cdata;
  for (const pugi::xml_node child : node.children()) {
    if (!sections || child.type() == pugi::node_cdata) text += child.value();
  }
  return text;
}

Fields read_fields_of(const pugi::xml_node& node) {
  Fields fields;
  for (const pugi::xml_node child : node.children()) {
    const bool leaf = child.find_child([](const pugi::xml_node& n) { return n.type() == pugi::node_element; }).empty();
    if (child.type() == pugi::node_element && leaf) fields[child.name()] = content(child);
  }
  return fields;
}

ReadAsset read_asset(const pugi::xml_node& node) {
  ReadAsset asset;
  asset.fields = read_fields_of(node);
  for (const pugi::xml_node tag : node.child("TAGS").children("TAG")) {
    asset.tags.emplace_back(content(tag.child("TAG_ID")), content(tag.child("NAME")));
  }
  for (const pugi::xml_node detection : node.child("DETECTION_LIST").children("DETECTION")) {
    asset.detections.push_back(read_fields_of(detection));
  }
  return asset;
}

}  // namespace

int64_t ReadAsset::id() const { return std::stoll(fields.at("ID")); }

std::vector<int64_t> ReadAnswer::ids() const {
  std::vector<int64_t> ids;
  for (const ReadAsset& asset : assets) ids.push_back(asset.id());
  return ids;
}

ReadAnswer read_answer(std::string_view body) {
  ReadAnswer answer;
  pugi::xml_document document;
  answer.well_formed = document.load_buffer(body.data(), body.size(), pugi::parse_default | pugi::parse_ws_pcdata);
  const pugi::xml_node root = document.document_element();
  answer.root = root.name();
  const pugi::xml_node response = root.child("RESPONSE");
  const Fields head = read_fields_of(response);
  if (head.count("DATETIME")) answer.datetime = head.at("DATETIME");
  if (head.count("CODE")) answer.code = head.at("CODE");
  if (head.count("TEXT")) answer.text = head.at("TEXT");
  for (const pugi::xml_node asset : response.child("ASSET_LIST").children("ASSET")) {
    answer.assets.push_back(read_asset(asset));
  }
  answer.warning = read_fields_of(response.child("WARNING"));
  answer.request = read_fields_of(root.child("REQUEST"));
  for (const pugi::xml_node parameter : root.child("REQUEST").child("PARAM_LIST").children("PARAM")) {
    answer.parameters.emplace_back(content(parameter.child("KEY")), content(parameter.child("VALUE")));
  }
  for (const pugi::xml_node item : response.child("ITEM_LIST").children("ITEM")) {
    answer.items[content(item.child("KEY"))] = content(item.child("VALUE"));
  }
  return answer;
}

Caller::Caller(GatewayOptions options, DatasetOptions inventory)
    : dataset(make_dataset(inventory)), gateway(std::move(options), dataset) {
  become(kManagerLogin);
}

Reply Caller::sign_in(std::string_view username, std::string_view password) {
  return send(
      "POST", "/auth", {{"Content-Type", "application/x-www-form-urlencoded"}},
      "username=" + std::string(username) + "&password=" + std::string(password) + "&token=true&permissions=true");
}

void Caller::become(std::string_view username) { token = sign_in(username).body; }

Reply Caller::get(std::string_view query) {
  return send("GET", "/sem/v1/assetList?" + std::string(query), {{"Authorization", "Bearer " + token}});
}

Reply Caller::send(const std::string& method, const std::string& target, const Headers& headers,
                   const std::string& body) {
  Gateway::Arrival arrival = gateway.arrive({method, target, "gw.test", headers, body}, now);
  gateway.depart(arrival.call_id, now);
  return std::move(arrival.reply);
}

std::string header_of(const Reply& reply, std::string_view name) {
  return std::string(reply.headers.find(name).value_or("-"));
}

}  // namespace sluice::sim
