sluice_room(journal SOURCES journal/journal_entry.cc
  LINKS sluice_base nlohmann_json)
