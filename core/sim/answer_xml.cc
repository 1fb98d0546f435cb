#include "sim/answer_xml.h"

namespace sluice::sim {
namespace {

constexpr size_t kBytesPerAsset = 700;
constexpr size_t kBytesPerDetection = 700;

// Writes elements one to a line, indented by two blanks a level.
class XmlWriter {
 public:
  explicit XmlWriter(std::string& out) : out_(out) {}

  void open(std::string_view name) {
    line();
    out_ += '<';
    out_ += name;
    out_ += '>';
    ++depth_;
  }
  void close(std::string_view name) {
    --depth_;
    line();
    end_tag(name);
  }
  void text(std::string_view name, std::string_view value) {
    line();
    out_ += '<';
    out_ += name;
    out_ += '>';
    append_xml_text(out_, value);
    end_tag(name);
  }
  void text_if_any(std::string_view name, std::string_view value) {
    if (!value.empty()) text(name, value);
  }
  void number(std::string_view name, int64_t value) { text(name, std::to_string(value)); }
  void moment_if_any(std::string_view name, int64_t unix_s) {
    if (unix_s != 0) text(name, moment_text(unix_s));
  }
  void cdata(std::string_view name, std::string_view value) {
    open(name);
    line();
    append_cdata(out_, value);
    close(name);
  }

 private:
  void line() {
    out_ += '\n';
    out_.append(depth_ * 2, ' ');
  }
  void end_tag(std::string_view name) {
    out_ += "</";
    out_ += name;
    out_ += '>';
  }

  std::string& out_;
  size_t depth_ = 0;
};

std::string prolog(std::string_view root, const AnswerHead& head, std::string_view dtd_path) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE ";
  out += root;
  out += " SYSTEM \"https://";
  out += head.authority;
  out += dtd_path;
  out += "\">";
  return out;
}

void write_echo(XmlWriter& xml, const AnswerHead& head) {
  if (!head.echo) return;
  xml.open("REQUEST");
  xml.text("DATETIME", moment_text_millis(head.now_ms));
  xml.text("USER_LOGIN", head.echo->user);
  xml.text("RESOURCE", head.echo->resource);
  xml.open("PARAM_LIST");
  for (const Field& field : head.echo->fields) {
    xml.open("PARAM");
    xml.text("KEY", field.name);
    xml.text("VALUE", field.value);
    xml.close("PARAM");
  }
  xml.close("PARAM_LIST");
  xml.close("REQUEST");
}

void write_detection(XmlWriter& xml, const AssetQuery& query, const Detection& detection) {
  xml.open("DETECTION");
  xml.number("QID", detection.qid);
  xml.text("TYPE", detection.type);
  xml.number("SEVERITY", detection.severity);
  if (query.show_results && !detection.results.empty()) xml.cdata("RESULTS", detection.results);
  xml.text_if_any("STATUS", detection.status);
  xml.moment_if_any("FIRST_FOUND_DATETIME", detection.first_found_s);
  xml.moment_if_any("LAST_FOUND_DATETIME", detection.last_found_s);
  if (detection.times_found != 0) xml.number("TIMES_FOUND", detection.times_found);
  xml.moment_if_any("LAST_UPDATE_DATETIME", detection.last_update_s);
  xml.moment_if_any("LAST_FIXED_DATETIME", detection.last_fixed_s);
  if (query.show_reopened_info && detection.times_reopened != 0) {
    xml.moment_if_any("FIRST_REOPENED_DATETIME", detection.first_reopened_s);
    xml.moment_if_any("LAST_REOPENED_DATETIME", detection.last_reopened_s);
    xml.number("TIMES_REOPENED", detection.times_reopened);
  }
  xml.close("DETECTION");
}

void write_detections(XmlWriter& xml, const AssetQuery& query, const AssetFilter& filter, const Asset& asset) {
  bool any = false;
  for (const Detection& detection : asset.detections) {
    if (!filter.keeps(detection)) continue;
    if (!any) xml.open("DETECTION_LIST");
    any = true;
    write_detection(xml, query, detection);
  }
  if (any) xml.close("DETECTION_LIST");
}

void write_tags(XmlWriter& xml, const Asset& asset) {
  if (asset.tags.empty()) return;
  xml.open("TAGS");
  for (const Tag& tag : asset.tags) {
    xml.open("TAG");
    xml.number("TAG_ID", tag.id);
    xml.text("NAME", tag.name);
    xml.close("TAG");
  }
  xml.close("TAGS");
}

void write_asset(XmlWriter& xml, const AssetQuery& query, const AssetFilter& filter, const Asset& asset) {
  xml.open("ASSET");
  xml.number("ID", asset.id);
  if (query.show_asset_id) xml.number("ASSET_ID", asset.id);
  xml.text_if_any("IP", asset.ip);
  xml.text_if_any("IPV6", asset.ipv6);
  xml.text_if_any("ASSET_FRIENDLY_NAME", asset.friendly_name);
  xml.text_if_any("OS", asset.os);
  xml.text_if_any("OS_VERSION", asset.os_version);
  xml.text_if_any("ASSET_STATUS", asset.status);
  xml.moment_if_any("LAST_SEEN", asset.last_seen_s);
  xml.text_if_any("OWNERSHIP", asset.ownership);
  xml.text_if_any("MODEL_NAME", asset.model);
  xml.text_if_any("MANUFACTURER", asset.manufacturer);
  xml.text_if_any("USERNAME", asset.username);
  if (query.show_tags) write_tags(xml, asset);
  write_detections(xml, query, filter, asset);
  xml.close("ASSET");
}

size_t expected_bytes(const std::vector<const Asset*>& assets) {
  size_t bytes = 4096;
  for (const Asset* asset : assets) bytes += kBytesPerAsset + asset->detections.size() * kBytesPerDetection;
  return bytes;
}

}  // namespace

std::string simple_return_xml(const AnswerHead& head, int code, std::string_view text,
                              const std::vector<ReturnItem>& items) {
  std::string out = prolog("SIMPLE_RETURN", head, "/api/2.0/simple_return.dtd");
  XmlWriter xml(out);
  xml.open("SIMPLE_RETURN");
  write_echo(xml, head);
  xml.open("RESPONSE");
  xml.text("DATETIME", moment_text_millis(head.now_ms));
  xml.number("CODE", code);
  xml.text("TEXT", text);
  if (!items.empty()) xml.open("ITEM_LIST");
  for (const ReturnItem& item : items) {
    xml.open("ITEM");
    xml.text("KEY", item.key);
    xml.text("VALUE", item.value);
    xml.close("ITEM");
  }
  if (!items.empty()) xml.close("ITEM_LIST");
  xml.close("RESPONSE");
  xml.close("SIMPLE_RETURN");
  out += '\n';
  return out;
}

std::string asset_list_xml(const AnswerHead& head, const AssetQuery& query, const AssetFilter& filter,
                           const std::vector<const Asset*>& assets, std::string_view next_url) {
  std::string out = prolog("ASSET_LIST_VM_DETECTION_OUTPUT", head, "/sem/xapi/v1/asset/asset_list_output.dtd");
  out.reserve(expected_bytes(assets));
  XmlWriter xml(out);
  xml.open("ASSET_LIST_VM_DETECTION_OUTPUT");
  write_echo(xml, head);
  xml.open("RESPONSE");
  xml.text("DATETIME", moment_text_millis(head.now_ms));
  xml.open("ASSET_LIST");
  for (const Asset* asset : assets) write_asset(xml, query, filter, *asset);
  xml.close("ASSET_LIST");
  if (!next_url.empty()) {
    xml.open("WARNING");
    xml.number("CODE", 1980);
    xml.text("TEXT",
             std::to_string(query.truncation_limit) + " record limit exceeded. Use URL to get next batch of results.");
    xml.cdata("URL", next_url);
    xml.close("WARNING");
  }
  xml.close("RESPONSE");
  xml.close("ASSET_LIST_VM_DETECTION_OUTPUT");
  out +=
      "\n<!-- Rehearsal data: invented by a simulator, for \"practice\" alone. It isn't about any real device.\n"
      "</ASSET_LIST_VM_DETECTION_OUTPUT> in here, like <ASSET>, is part of this comment. -->\n";
  return out;
}

}  // namespace sluice::sim
