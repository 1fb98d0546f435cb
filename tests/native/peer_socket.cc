#include "peer_socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <chrono>
#include <cstring>

namespace sluice {
namespace {

constexpr int kDescriptorsMax = 4096;

// False unless `fd` is a connected internet socket.
bool peer_of(int fd, std::string& address, int& port) {
  sockaddr_storage storage{};
  socklen_t length = sizeof storage;
  if (getpeername(fd, reinterpret_cast<sockaddr*>(&storage), &length) != 0) return false;
  char text[INET6_ADDRSTRLEN] = {};
  if (storage.ss_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &storage, sizeof v4);
    inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
    port = ntohs(v4.sin_port);
  } else if (storage.ss_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, &storage, sizeof v6);
    inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
    port = ntohs(v6.sin6_port);
  } else {
    return false;
  }
  address = text;
  return true;
}

}  // namespace

int find_connection(const std::string& address, int port) {
  for (int fd = 3; fd < kDescriptorsMax; ++fd) {
    std::string peer_address;
    int peer_port = 0;
    if (peer_of(fd, peer_address, peer_port) && peer_port == port && peer_address == address) return fd;
  }
  return -1;
}

bool wait_while_connected(int fd, int ms) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return true;
    pollfd watched{fd, POLLRDHUP, 0};  // a descriptor of -1 is ignored by poll: a plain wait
    const int woken = poll(&watched, 1, static_cast<int>(left.count()));
    if (woken > 0 && (watched.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0) return false;
  }
}

void shut_all_connections() {
  for (int fd = 3; fd < kDescriptorsMax; ++fd) {
    std::string address;
    int port = 0;
    if (peer_of(fd, address, port)) shutdown(fd, SHUT_RDWR);
  }
}

}  // namespace sluice
