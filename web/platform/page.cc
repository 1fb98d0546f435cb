#include "platform/page.h"

#include "platform/inbox.h"

extern "C" {
void sluice_page_title(const char* title);
void sluice_page_theme(int light);
void sluice_page_busy(int busy);
void sluice_page_announce(const char* text);
void sluice_page_sign_in(const char* gateway);
void sluice_page_session(void);
int sluice_page_prefers_light(void);
int sluice_page_is_file(void);
void sluice_page_fragment(void);  // into the inbox
void sluice_page_address(void);   // into the inbox
void sluice_page_open(const char* address);
}

namespace sluice::platform {

void Page::set_title(const std::string& title) {
  if (title == title_) return;
  title_ = title;
  sluice_page_title(title.c_str());
}

void Page::set_light(bool light) {
  if (light_ == (light ? 1 : 0)) return;
  light_ = light ? 1 : 0;
  sluice_page_theme(light_);
}

void Page::set_busy(bool busy) {
  if (busy == busy_) return;
  busy_ = busy;
  sluice_page_busy(busy ? 1 : 0);
}

void Page::announce(const std::string& text) {
  if (text == announced_) return;
  announced_ = text;
  sluice_page_announce(text.c_str());
}

void Page::open_sign_in(const std::string& gateway) { sluice_page_sign_in(gateway.c_str()); }

void Page::session_changed() { sluice_page_session(); }

bool Page::prefers_light() const { return sluice_page_prefers_light() != 0; }

bool Page::is_local_file() const { return sluice_page_is_file() != 0; }

const std::string& Page::address() {
  if (address_.empty()) {
    sluice_page_address();
    address_ = take_inbox();
  }
  return address_;
}

std::string Page::origin() {
  const size_t host = address().find("://");
  if (host == std::string::npos || is_local_file()) return {};
  return address_.substr(0, address_.find('/', host + 3));
}

void Page::open_link(const std::string& address) { sluice_page_open(address.c_str()); }

std::string Page::fragment() const {
  sluice_page_fragment();
  return take_inbox();
}

}  // namespace sluice::platform
