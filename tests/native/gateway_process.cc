#include "gateway_process.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

namespace sluice {
namespace {

// The first line that gatewayd prints ends with ":PORT".
int read_port(int fd) {
  std::string line;
  char c = 0;
  while (line.size() < 1000 && read(fd, &c, 1) == 1 && c != '\n') line.push_back(c);
  const size_t colon = line.rfind(':');
  return colon == std::string::npos ? 0 : std::atoi(line.c_str() + colon + 1);
}

}  // namespace

GatewayProcess::GatewayProcess(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {SLUICE_GATEWAYD, "--port", "0"});
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  int pipe_fds[2];
  if (pipe(pipe_fds) != 0) return;
  pid_ = fork();
  if (pid_ == 0) {
    dup2(pipe_fds[1], STDOUT_FILENO);
    close(pipe_fds[0]);
    close(pipe_fds[1]);
    execv(argv[0], argv.data());
    _exit(127);
  }
  close(pipe_fds[1]);
  port_ = read_port(pipe_fds[0]);
  close(pipe_fds[0]);
}

GatewayProcess::~GatewayProcess() { kill(); }

void GatewayProcess::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

}  // namespace sluice
