sluice_room(api
  SOURCES api/endpoint.cc api/errors.cc api/mobile_api.cc api/ot_api.cc api/parameter.cc api/platforms.cc api/source.cc
  LINKS sluice_http sluice_flow sluice_table nlohmann_json)
