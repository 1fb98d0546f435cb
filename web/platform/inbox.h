// Text and bytes on their way from JavaScript into the program. JavaScript asks for room, writes into it and calls an
// entry point in the same task; that entry point takes the piece away. Several may wait (in the order in which they
// were put); text that is taken is wiped here, because some of it is a password.
#pragma once

#include <string>

namespace sluice::platform {

// The oldest piece that waits; "" when there is none. Wiped from the inbox.
std::string take_inbox();
// The same for a piece that is no text: all of its bytes, zeros too.
std::string take_inbox_bytes();

}  // namespace sluice::platform
