#include "platform/download.h"

extern "C" {
int sluice_download_open(void);
void sluice_download_append(int handle, const char* bytes, int count);
void sluice_download_save(int handle, const char* name, const char* mime_type);
void sluice_download_drop(int handle);
}

namespace sluice::platform {

Download::Download() : handle_(sluice_download_open()) {}

Download::~Download() { sluice_download_drop(handle_); }

void Download::append(std::string_view bytes) {
  sluice_download_append(handle_, bytes.data(), static_cast<int>(bytes.size()));
}

void Download::save(const std::string& name, std::string_view mime_type) {
  sluice_download_save(handle_, name.c_str(), std::string(mime_type).c_str());
}

}  // namespace sluice::platform
