// The fuzz targets: each feeds a reader, or the whole client, with bytes of whatever origin and looks at what must hold
// for all of them. A target is one function from an input to what is wrong with the way it was handled ("" when nothing
// is); it keeps nothing between two inputs. libFuzzer drives one of them a program (fuzzer.cc); the replay test runs
// all of them over the corpus and over what once failed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::fuzz {

struct Target {
  std::string_view name;
  std::string (*run)(std::string_view input);
};

// By name, in the order of tests/fuzz/CMakeLists.txt.
const std::vector<Target>& targets();

std::string run_xml_splitter(std::string_view input);
std::string run_json_splitter(std::string_view input);
std::string run_mobile_decoder(std::string_view input);
std::string run_ot_decoder(std::string_view input);
std::string run_sanitizer(std::string_view input);
std::string run_limit_headers(std::string_view input);
std::string run_next_page(std::string_view input);
std::string run_gateway_address(std::string_view input);
std::string run_jwt(std::string_view input);
std::string run_filter(std::string_view input);
std::string run_curl_line(std::string_view input);
std::string run_journal(std::string_view input);
std::string run_verification(std::string_view input);
std::string run_client_operations(std::string_view input);

// The first byte of a reader's input says how it is read: in grains of 1 to 64 bytes, and with its highest bit under
// limits so low that small inputs reach them. The rest is the document.
struct Reading {
  explicit Reading(std::string_view input);

  size_t grain = 1;
  bool low_limits = false;
  std::string_view document;
};

// "" when both tellings are equal, else where they part.
std::string compare(std::string_view whole, std::string_view in_grains);

// The frame of a reader's target: what comes of the document must be the same whether it is shown whole or in grains.
// `tell` reads it in grains of that size and says what it has found; `wrong` is set when that cannot be believed.
using Tell = std::string (*)(const Reading& reading, size_t grain, std::string& wrong);
std::string read_both_ways(std::string_view input, Tell tell);

}  // namespace sluice::fuzz
