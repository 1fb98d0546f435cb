// gatewayd as a child process, on a port that the system chooses. Ended with the object.
#pragma once

#include <string>
#include <vector>

namespace sluice {

class GatewayProcess {
 public:
  explicit GatewayProcess(std::vector<std::string> arguments);
  ~GatewayProcess();
  GatewayProcess(const GatewayProcess&) = delete;
  GatewayProcess& operator=(const GatewayProcess&) = delete;

  bool running() const { return port_ != 0; }
  std::string address() const { return "http://127.0.0.1:" + std::to_string(port_); }
  int port() const { return port_; }
  void kill();  // at once, as a crash would

 private:
  int pid_ = -1;
  int port_ = 0;
};

}  // namespace sluice
