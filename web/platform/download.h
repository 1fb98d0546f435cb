// Saves a file through the browser. The bytes are collected in pieces outside the program's memory, and the browser
// sees a name only when the file is whole: a half-written export never has a finished file's name.
#pragma once

#include <string>
#include <string_view>

namespace sluice::platform {

class Download {
 public:
  Download();
  ~Download();  // a download that was not saved leaves nothing behind
  Download(const Download&) = delete;
  Download& operator=(const Download&) = delete;

  void append(std::string_view bytes);
  // Hands the file to the browser. Once.
  void save(const std::string& name, std::string_view mime_type);

 private:
  int handle_;
};

}  // namespace sluice::platform
