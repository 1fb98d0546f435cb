# The simulated gateway and the network that leads to it. On purpose it links none of the client's readers.
sluice_room(sim SOURCES
  sim/accounts.cc sim/answer_xml.cc sim/asset_query.cc sim/dataset.cc sim/devices.cc sim/findings.cc sim/gateway.cc
  sim/limits.cc sim/living_inventory.cc
  sim/network.cc sim/os_pattern.cc sim/ot_dataset.cc sim/ot_devices.cc sim/ot_filter.cc sim/ot_match.cc
  sim/ot_query.cc sim/ot_value.cc sim/rate_window.cc sim/replies.cc sim/selection.cc sim/sign_in.cc sim/tokens.cc
  sim/wire.cc
  LINKS sluice_http pcre2)
