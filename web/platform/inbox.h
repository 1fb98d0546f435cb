// Text on its way from JavaScript into the program. JavaScript asks for room, writes UTF-8 into it and calls an entry
// point in the same task; that entry point takes the text away. Several pieces may wait (in the order in which they
// were put); what is taken is wiped here, because some of it is a password.
#pragma once

#include <string>

namespace sluice::platform {

// The oldest piece that waits; "" when there is none. Wiped from the inbox.
std::string take_inbox();

}  // namespace sluice::platform
