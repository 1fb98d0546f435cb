sluice_room(query SOURCES
  query/cell_order.cc query/column_name.cc query/filter.cc query/filter_parser.cc query/filter_plan.cc
  query/filter_value.cc query/group.cc query/json_value.cc query/real_number.cc query/row_sorter.cc query/sort.cc
  query/text_match.cc query/view.cc
  LINKS sluice_table nlohmann_json)
