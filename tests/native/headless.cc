// headless: signs in, pulls and exports without a page, over real sockets; what the browser tests compare with.
//   headless --gateway http://127.0.0.1:PORT --user U --table detections --format csv --out FILE
//            [--page-size N] [--filter TEXT] [--set PARAMETER=VALUE …] [--api-version v1]
//            [--keep FOLDER] [--resume RUN_ID|FILE] [--since last]
//   headless --runs FOLDER
// The table says which source is pulled: assets and detections the Mobile one, else ot.hosts, ot.detections or
// ot.projectFiles.
// --keep journals the run in a folder, one file a run, so that --resume goes on with it after whatever ended the
// program; or with the journal that somebody else kept, when it is the path of a file. --runs lists a folder's runs.
// --since last pulls only what has changed since the last complete run of the same request that the folder holds.
// The password is read from the environment variable SLUICE_PASSWORD, so that it stands in no list of processes.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <string>

#include "base/number.h"
#include "client/export_job.h"
#include "journal_file.h"
#include "socket_driver.h"

namespace {

struct Options : std::map<std::string, std::string> {
  sluice::ParameterValues parameters;  // of --set
};
constexpr sluice::Duration kLongest = sluice::Duration::seconds(3600);

Options read_options(int argc, char** argv) {
  Options options;
  for (const auto& [name, fallback] : {std::pair<const char*, const char*>{"table", "detections"},
                                       {"format", "csv"},
                                       {"page-size", ""},
                                       {"filter", ""},
                                       {"api-version", ""},
                                       {"out", "export.csv"},
                                       {"keep", ""},
                                       {"resume", ""},
                                       {"runs", ""},
                                       {"since", ""}}) {
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

int list_runs(const std::string& folder) {
  const auto runs = sluice::kept_runs(folder);
  if (!runs) return fail(runs.error());
  for (const sluice::KeptRun& run : runs.value()) {
    std::printf("%s  %s on disk  %s\n", run.run_id.c_str(),
                sluice::human_bytes(run.bytes).c_str(), run.summary.c_str());
  }
  return 0;
}

// A new run, or one that goes on.
bool begin(sluice::Client& client, sluice::SocketDriver& driver, const Options& options) {
  const std::string& keep = options.at("keep");
  const std::string& resume = options.at("resume");
  sluice::PullRequest request;
  if (const sluice::Source* source = sluice::find_source_of_table(options.at("table"))) request.source = source->id;
  request.parameters = options.parameters;
  request.api_version = options.at("api-version");
  request.keep = !keep.empty();
  if (!options.at("page-size").empty()) request.page_size = std::atoll(options.at("page-size").c_str());
  request.since_last = options.at("since") == "last";
  if (resume.empty() && request.since_last && request.keep) {
    const auto asked = client.begin_since(request, driver.now());
    if (!asked) return fail(asked.error()), false;
    driver.feed_bases(keep);
    return true;
  }
  if (resume.empty()) {
    const auto asked = client.pull(request, driver.now());
    if (!asked) fail(asked.error());
    return asked.ok();
  }
  const bool kept_here = sluice::is_run_id(resume);
  const auto asked = client.begin_resume(request, {kept_here ? resume : "", request.keep}, driver.now());
  if (!asked) return fail(asked.error()), false;
  auto source = kept_here ? sluice::JournalSource::open_run(keep, resume) : sluice::JournalSource::open(resume);
  if (driver.feed(std::move(source))) return true;
  return fail(*client.resume_status().error), false;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = read_options(argc, argv);
  if (!options.at("runs").empty()) return list_runs(options.at("runs"));
  if (!options.count("gateway") || !options.count("user")) {
    std::fprintf(stderr, "usage: headless --gateway ADDRESS --user NAME [--table T] [--format F] [--out FILE]\n");
    return 2;
  }
  sluice::ClientOptions client_options;
  client_options.seed = std::random_device()();  // runs of the same second have names of their own
  sluice::Client client{client_options};
  sluice::JournalFolder journals(options.at("keep"));
  sluice::SocketDriver driver(client, options.at("keep").empty() ? nullptr : &journals);
  if (!sign_in(client, driver, options) || !begin(client, driver, options)) return 1;
  driver.run_until([&] { return sluice::run_is_over(client.run().state) && client.journal_settled(); }, kLongest);
  std::fprintf(stderr, "%s\n", client.run().message.c_str());
  const int written = write_export(client, driver, options);
  return client.run().state == sluice::RunState::kComplete ? written : 1;
}
