sluice_room(decode SOURCES
  decode/answer_body.cc decode/decoder.cc decode/error_body.cc decode/json_record.cc decode/json_splitter.cc
  decode/json_tokens.cc decode/mobile_record.cc
  decode/ot_decoder.cc decode/ot_record.cc decode/plain_record.cc decode/sanitizer.cc decode/simple_return.cc
  decode/table_room.cc decode/xml_record.cc decode/xml_splitter.cc
  LINKS sluice_table pugixml nlohmann_json)
