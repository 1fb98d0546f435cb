// The sockets under the HTTP library, which keeps them to itself: a server must notice that a caller has hung up while
// its answer is still being waited for, and must not be kept from ending by idle connections.
#pragma once

#include <string>

namespace sluice {

// The descriptor of this process's connection to that peer; -1 when there is none.
int find_connection(const std::string& address, int port);

// Waits up to `ms`; false as soon as the peer has hung up.
bool wait_while_connected(int fd, int ms);

// Shuts every connection of this process, so that whoever reads from them comes back.
void shut_all_connections();

}  // namespace sluice
