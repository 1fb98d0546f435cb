// The command line of gatewayd, read into what its parts want.
#pragma once

#include <optional>
#include <string>

#include "sim/dataset.h"
#include "sim/gateway.h"

namespace sluice {

struct GatewaydOptions {
  int port = 8090;  // 0: any free one
  std::string host = "127.0.0.1";
  std::string site;  // folder of static files; empty: none
  int latency_ms = 0;
  bool control = false;
  bool help = false;
  sim::GatewayOptions gateway;
  sim::DatasetOptions dataset;
};

// Nothing when the line cannot be read; `problem` then says why.
std::optional<GatewaydOptions> read_gatewayd_options(int argc, char** argv, std::string& problem);

std::string gatewayd_help();

}  // namespace sluice
