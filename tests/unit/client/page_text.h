// Small asset lists for the tests of this room, written out by hand.
#pragma once

#include <string>

namespace sluice {

inline std::string asset_xml(int id, int detections = 1, const std::string& extra = "") {
  std::string xml = "<ASSET><ID>" + std::to_string(id) + "</ID><OS>iOS</OS><ASSET_STATUS>Enrolled</ASSET_STATUS>" + extra;
  xml += "<DETECTION_LIST>";
  for (int i = 0; i < detections; ++i) {
    xml += "<DETECTION><QID>" + std::to_string(610000 + i) + "</QID><TYPE>Confirmed</TYPE><SEVERITY>4</SEVERITY></DETECTION>";
  }
  return xml + "</DETECTION_LIST></ASSET>";
}

inline std::string warning_xml(const std::string& next_query) {
  return "<WARNING><CODE>1980</CODE><TEXT>2 record limit exceeded. Use URL to get next batch of results.</TEXT>"
         "<URL><![CDATA[https://elsewhere.test/sem/v1/assetList?" + next_query + "]]></URL></WARNING>";
}

inline std::string page_xml(const std::string& assets, const std::string& warning = "") {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ASSET_LIST_VM_DETECTION_OUTPUT><RESPONSE>"
         "<DATETIME>2026-11-21T00:00:00.000Z</DATETIME><ASSET_LIST>" + assets + "</ASSET_LIST>" + warning +
         "</RESPONSE></ASSET_LIST_VM_DETECTION_OUTPUT>\n<!-- the end -->";
}

inline std::string simple_return(const std::string& code, const std::string& text) {
  return "<?xml version=\"1.0\"?><SIMPLE_RETURN><RESPONSE><CODE>" + code + "</CODE><TEXT>" + text +
         "</TEXT></RESPONSE></SIMPLE_RETURN>";
}

}  // namespace sluice
