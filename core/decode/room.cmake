sluice_room(decode SOURCES
  decode/decoder.cc decode/error_body.cc decode/mobile_record.cc decode/sanitizer.cc decode/simple_return.cc
  decode/xml_record.cc decode/xml_splitter.cc
  LINKS sluice_table pugixml nlohmann_json)
