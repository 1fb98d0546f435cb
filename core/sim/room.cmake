# The simulated gateway and the network that leads to it. On purpose it links none of the client's readers.
sluice_room(sim SOURCES
  sim/answer_xml.cc sim/asset_query.cc sim/dataset.cc sim/devices.cc sim/findings.cc sim/gateway.cc sim/network.cc
  sim/os_pattern.cc sim/rate_window.cc sim/selection.cc sim/tokens.cc sim/wire.cc
  LINKS sluice_http pcre2)
