sluice_room(session SOURCES session/jwt.cc session/session.cc LINKS sluice_http nlohmann_json)
