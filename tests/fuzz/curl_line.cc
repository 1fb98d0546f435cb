#include "api/recipe.h"
#include "fuzz/target.h"

namespace sluice::fuzz {
namespace {

std::string told(const PastedCall& call) {
  std::string out = call.source + "|" + call.version + "|" + call.path;
  for (const auto& [name, value] : call.parameters) out += "|" + name + "=" + value;
  return out;
}

}  // namespace

// What was understood of a line, written down as a line of ours, is understood again and is the same.
std::string run_curl_line(std::string_view input) {
  const Result<PastedCall> call = parse_curl(input);
  if (!call) return call.error().message.empty() ? "it refuses a line without a word" : "";
  const PastedCall& read = call.value();
  if (read.source.empty()) return {};
  const Source* source = find_source(read.source);
  if (!source) return "it names a source that there is not: " + read.source;
  const Result<std::string> path = path_of(*source, read.version, read.path);
  if (!path) return "it names a path that there is not: " + read.path;
  RecipeRequest request;
  request.source = source;
  request.base = read.gateway;
  request.path = path.value();
  request.version = read.version;
  request.parameters = read.parameters;
  const Recipe recipe = make_recipe(request);
  const Result<PastedCall> again = parse_curl(recipe.curl);
  if (!again) return "our own line is refused: " + again.error().message + "\n" + recipe.curl;
  return told(again.value()) == told(read) ? "" : told(read) + "\nbecame\n" + told(again.value()) + "\n" + recipe.curl;
}

}  // namespace sluice::fuzz
