sluice_room(exporter SOURCES
  exporter/csv.cc exporter/exporter.cc exporter/json.cc exporter/json_check.cc exporter/ndjson.cc exporter/row_json.cc
  exporter/row_writer.cc exporter/utf8.cc
  LINKS sluice_table sluice_query)
