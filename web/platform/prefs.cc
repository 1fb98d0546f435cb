#include "platform/prefs.h"

#include "platform/inbox.h"

extern "C" {
void sluice_prefs_load(const char* name);  // puts the value into the inbox
void sluice_prefs_save(const char* name, const char* value);
}

namespace sluice::platform {

std::string load_pref(const char* name) {
  sluice_prefs_load(name);
  return take_inbox();
}

void save_pref(const char* name, const std::string& value) { sluice_prefs_save(name, value.c_str()); }

}  // namespace sluice::platform
