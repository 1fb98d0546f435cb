// headless: signs in, pulls and exports without a page, over real sockets; what the browser tests compare with.
//   headless --gateway http://127.0.0.1:PORT --user U --table detections --format csv --out FILE
//            [--page-size N] [--filter TEXT] [--set PARAMETER=VALUE …] [--api-version v1]
// The table says which source is pulled: assets and detections the Mobile one, else ot.hosts, ot.detections or
// ot.projectFiles.
// The password is read from the environment variable SLUICE_PASSWORD, so that it stands in no list of processes.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>

#include "client/export_job.h"
#include "socket_driver.h"

namespace {

struct Options : std::map<std::string, std::string> {
  sluice::ParameterValues parameters;  // of --set
};
constexpr sluice::Duration kLongest = sluice::Duration::seconds(3600);

Options read_options(int argc, char** argv) {
  Options options;
  for (const auto& [name, fallback] : {std::pair<const char*, const char*>{"table", "detections"}, {"format", "csv"},
                                       {"page-size", ""}, {"filter", ""}, {"api-version", ""}, {"out", "export.csv"}}) {
    options[name] = fallback;
  }
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = std::string(argv[i]).substr(2);
    const std::string value = argv[i + 1];
    if (name == "set") {
      const size_t equals = std::min(value.find('='), value.size());
      options.parameters.emplace_back(value.substr(0, equals), value.substr(std::min(equals + 1, value.size())));
    } else {
      options[name] = value;
    }
  }
  return options;
}

int fail(const sluice::Error& error) {
  std::fprintf(stderr, "%s: %s\n", error.code.c_str(), error.message.c_str());
  return 1;
}

bool sign_in(sluice::Client& client, sluice::SocketDriver& driver, const Options& options) {
  sluice::SignInRequest request;
  request.gateway = options.at("gateway");
  request.username = options.at("user");
  const char* password = std::getenv("SLUICE_PASSWORD");
  request.password = sluice::Secret(password ? password : "");
  if (const auto asked = client.sign_in(std::move(request), driver.now()); !asked) {
    fail(asked.error());
    return false;
  }
  driver.run_until([&] { return client.session(driver.now()).state != sluice::SessionState::kSigningIn; }, kLongest);
  const sluice::SessionStatus session = client.session(driver.now());
  if (session.state != sluice::SessionState::kSignedIn && session.last_error) fail(*session.last_error);
  return session.state == sluice::SessionState::kSignedIn;
}

int write_export(sluice::Client& client, sluice::SocketDriver& driver, const Options& options) {
  sluice::ExportRequest request;
  request.table = options.at("table");
  request.format = options.at("format");
  request.filter = options.at("filter");
  auto job = sluice::ExportJob::begin(client.store_with(request.table), request,
                                      client.manifest_of(driver.now(), request.table), client.wall(driver.now()));
  if (!job) return fail(job.error());
  std::ofstream file(options.at("out"), std::ios::binary);
  std::string bytes;
  while (job.value()->work(sluice::Fuel{4096}, bytes) == sluice::Work::kMore) {
    file << bytes;
    bytes.clear();
  }
  file << bytes;
  std::ofstream(options.at("out") + ".manifest.json", std::ios::binary) << job.value()->manifest().to_json();
  return file.good() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = read_options(argc, argv);
  if (!options.count("gateway") || !options.count("user")) {
    std::fprintf(stderr, "usage: headless --gateway ADDRESS --user NAME [--table T] [--format F] [--out FILE]\n");
    return 2;
  }
  sluice::Client client{sluice::ClientOptions{}};
  sluice::SocketDriver driver(client);
  if (!sign_in(client, driver, options)) return 1;
  sluice::PullRequest request;
  if (const sluice::Source* source = sluice::find_source_of_table(options.at("table"))) request.source = source->id;
  request.parameters = options.parameters;
  request.api_version = options.at("api-version");
  if (!options.at("page-size").empty()) request.page_size = std::atoll(options.at("page-size").c_str());
  if (const auto asked = client.pull(request, driver.now()); !asked) return fail(asked.error());
  driver.run_until([&] { return sluice::run_is_over(client.run().state); }, kLongest);
  std::fprintf(stderr, "%s\n", client.run().message.c_str());
  const int written = write_export(client, driver, options);
  return client.run().state == sluice::RunState::kComplete ? written : 1;
}
