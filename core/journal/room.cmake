sluice_room(journal SOURCES journal/journal_entry.cc journal/journal_head.cc journal/journal_reader.cc
            LINKS sluice_base nlohmann_json)
