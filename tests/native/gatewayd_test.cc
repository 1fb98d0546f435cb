// gatewayd over real sockets: that HTTP carries what the gateway says, and that calls begin and end when they do.
#include <gtest/gtest.h>
#include <httplib.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "gateway_process.h"

namespace sluice {
namespace {

constexpr const char* kForm = "username=acme_mg1&password=rehearsal&token=true&permissions=true";
constexpr const char* kFormType = "application/x-www-form-urlencoded";

class Gatewayd : public testing::Test {
 protected:
  void run(std::vector<std::string> arguments) {
    process_ = std::make_unique<GatewayProcess>(std::move(arguments));
    ASSERT_TRUE(process_->running());
    http_ = std::make_unique<httplib::Client>(process_->address());
    http_->set_keep_alive(true);
    const auto answer = http_->Post("/auth", kForm, kFormType);
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->status, 201);
    token_ = answer->body;
  }

  httplib::Headers bearer() const { return {{"Authorization", "Bearer " + token_}}; }
  httplib::Result get(const std::string& query) { return http_->Get("/sem/v1/assetList?" + query, bearer()); }

  long counter(const std::string& name) {
    const auto answer = http_->Get("/_sim/counters");
    if (!answer || answer->status != 200) return -1;
    const size_t at = answer->body.find("\"" + name + "\":");
    return at == std::string::npos ? -1 : std::stol(answer->body.substr(at + name.size() + 3));
  }

  // Counters follow a hang-up by a moment.
  bool becomes(const std::string& name, long value) {
    for (int i = 0; i < 200; ++i) {
      if (counter(name) == value) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }

  std::unique_ptr<GatewayProcess> process_;
  std::unique_ptr<httplib::Client> http_;
  std::string token_;
};

TEST_F(Gatewayd, CarriesStatusHeadersAndBody) {
  run({"--assets", "40"});
  const auto answer = get("action=list&truncation_limit=3");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->get_header_value("Content-Type"), "application/xml");
  EXPECT_EQ(answer->get_header_value("X-RateLimit-Remaining"), "299");
  EXPECT_EQ(answer->get_header_value("Content-Length"), std::to_string(answer->body.size()));
  EXPECT_EQ(answer->body.find("<?xml "), 0u);
  EXPECT_NE(answer->body.find("https://127.0.0.1:" + std::to_string(process_->port()) + "/sem/v1/assetList?id_min="),
            std::string::npos);
  EXPECT_EQ(answer->body.substr(answer->body.size() - 4), "-->\n");
  const auto refused = get("action=list&use_tags=76");
  EXPECT_EQ(refused->status, 400);
  EXPECT_NE(refused->body.find("parameter use_tags has invalid value: 76"), std::string::npos);
}

TEST_F(Gatewayd, ReadsTheFormDecoded) {
  run({"--account", "a&b:p=+%25 é"});
  EXPECT_EQ(http_->Post("/auth", "username=a%26b&password=p%3D%2B%2525+%C3%A9&token=true", kFormType)->status, 201);
  EXPECT_EQ(http_->Post("/auth", "username=a%26b&password=wrong&token=true", kFormType)->status, 401);
}

TEST_F(Gatewayd, RefusesOtherMethodsWithOrWithoutABody) {
  run({});
  EXPECT_EQ(http_->Get("/auth")->status, 405);
  EXPECT_EQ(http_->Post("/sem/xapi/v1/assetList", bearer(), "", "application/json")->status, 405);
  EXPECT_EQ(http_->Post("/sem/xapi/v1/assetList", bearer())->status, 405);
  EXPECT_EQ(http_->Options("/sem/v1/assetList")->status, 405);
  EXPECT_EQ(http_->Get("/nothing")->status, 404);
}

TEST_F(Gatewayd, ACallerWhoHasReadAllMayAskAgainAtOnce) {
  run({"--assets", "200", "--concurrency", "1", "--rate-limit", "0", "--control"});
  for (int i = 0; i < 200; ++i) ASSERT_EQ(get("action=list&truncation_limit=100")->status, 200) << i;
  EXPECT_EQ(counter("refused_concurrency"), 0);
  EXPECT_EQ(counter("running_most"), 1);
}

TEST_F(Gatewayd, ACallRunsUntilItsCallerHangsUp) {
  run({"--assets", "5", "--latency-ms", "3000", "--control"});
  const auto started = std::chrono::steady_clock::now();
  httplib::Client impatient(process_->address());
  impatient.set_read_timeout(std::chrono::milliseconds(200));
  std::thread caller([&] { EXPECT_FALSE(impatient.Get("/sem/v1/assetList?action=list", bearer())); });
  EXPECT_TRUE(becomes("running", 1));
  caller.join();
  impatient.stop();
  EXPECT_TRUE(becomes("running", 0));
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::milliseconds(2700)) << "it waited out its latency";
}

TEST_F(Gatewayd, ACallOfWhichOnlyPartWasReadEndsWithItsConnection) {
  run({"--assets", "4000", "--detections", "10", "--control"});
  httplib::Client leaving(process_->address());
  size_t received = 0;
  leaving.Get("/sem/v1/assetList?action=list&truncation_limit=4000", bearer(), [&](const char*, size_t bytes) {
    received += bytes;
    if (received <= 100000) return true;
    EXPECT_EQ(counter("running"), 1);
    return false;
  });
  leaving.stop();
  EXPECT_TRUE(becomes("running", 0));
}

TEST_F(Gatewayd, ACutBodyIsSeenByTheCaller) {
  run({"--fault", "cut_body", "--fault", "internal_error"});
  EXPECT_FALSE(get("action=list&truncation_limit=50"));
  EXPECT_EQ(get("action=list&truncation_limit=50")->status, 500);
  EXPECT_EQ(get("action=list&truncation_limit=50")->status, 200);
}

TEST_F(Gatewayd, TestsCanControlIt) {
  run({"--control"});
  EXPECT_EQ(http_->Post("/_sim/rate?limit=2&window=100")->status, 204);
  EXPECT_EQ(http_->Post("/_sim/spend?calls=1", "", "text/plain")->status, 204);
  EXPECT_EQ(get("action=list")->status, 200);
  const auto blocked = get("action=list");
  EXPECT_EQ(blocked->status, 429);
  EXPECT_EQ(blocked->body, "");
  EXPECT_EQ(blocked->get_header_value("Content-Length"), "0");
  EXPECT_NEAR(std::stoi(blocked->get_header_value("X-RateLimit-ToWait-Sec")), 100, 3);
  EXPECT_EQ(http_->Post("/_sim/rate?limit=0")->status, 204);
  EXPECT_EQ(http_->Post("/_sim/fault?name=html_page&calls=1")->status, 204);
  EXPECT_EQ(get("action=list")->get_header_value("Content-Type"), "text/html");
  EXPECT_EQ(http_->Post("/_sim/revoke")->status, 204);
  EXPECT_EQ(get("action=list")->status, 401);
  EXPECT_EQ(http_->Post("/_sim/fault?name=flood")->status, 400);
  EXPECT_EQ(http_->Post("/_sim/rate?limit=many")->status, 400);
  EXPECT_EQ(http_->Get("/_sim/revoke")->status, 404);
  EXPECT_EQ(counter("refused_rate"), 1);
  EXPECT_EQ(counter("auth_calls"), 1);
}

TEST_F(Gatewayd, NobodyControlsItUninvited) {
  run({});
  EXPECT_EQ(http_->Get("/_sim/counters")->status, 404);
  EXPECT_EQ(http_->Post("/_sim/revoke")->status, 404);
  EXPECT_EQ(get("action=list")->status, 200);
}

TEST_F(Gatewayd, CarriesTheOtListsInChunks) {
  run({"--ot-hosts", "30", "--ot-files", "3"});
  const auto answer = http_->Get("/ot/1.0/host/list?pageSize=7&pageNumber=1", bearer());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->get_header_value("Transfer-Encoding"), "chunked");
  EXPECT_EQ(answer->get_header_value_count("Transfer-Encoding"), 1u);
  EXPECT_FALSE(answer->has_header("Content-Length"));
  EXPECT_EQ(answer->get_header_value("count"), "30");
  EXPECT_EQ(answer->get_header_value("Content-Type"), "application/json");
  EXPECT_EQ(answer->get_header_value("Date").substr(25), " GMT");
  EXPECT_EQ(answer->body.find("{\"assets\":[{\"assetId\":"), 0u);
  EXPECT_EQ(answer->body.substr(answer->body.size() - 2), "]}");
  const auto files = http_->Get("/ot/v1/projectfile/list?filter=vendor%20%3A%20%22Siemens%22", bearer());
  EXPECT_EQ(files->body.front(), '[');
  const auto packed = http_->Get("/ot/1.0/host/list", {{"Authorization", "Bearer " + token_}, {"Accept-Encoding", "gzip"}});
  EXPECT_EQ(packed->get_header_value("Content-Encoding"), "gzip");
  EXPECT_EQ(packed->body.find("{\"assets\":["), 0u);
}

TEST_F(Gatewayd, ASeedInventsBothInventories) {
  const auto bodies = [&](const char* seed) {
    run({"--seed", seed, "--assets", "3"});
    const std::string assets = get("action=list&show_results=0")->body;
    return std::pair(assets.substr(assets.find("<ASSET_LIST>")), http_->Get("/ot/1.0/host/list", bearer())->body);
  };
  const auto one = bodies("1");
  const auto again = bodies("1");
  const auto other = bodies("2");
  EXPECT_EQ(one, again);
  EXPECT_NE(one.first, other.first);
  EXPECT_NE(one.second, other.second);
}

TEST_F(Gatewayd, ABlockedOtCallHasNeitherBodyNorTypeNorDate) {
  run({"--rate-limit", "1"});
  http_->Get("/ot/1.0/host/list", bearer());
  const auto blocked = http_->Get("/ot/1.0/host/list", bearer());
  EXPECT_EQ(blocked->status, 429);
  EXPECT_EQ(blocked->get_header_value("Content-Length"), "0");
  for (const char* name : {"X-RateLimit-Remaining", "X-RateLimit-ToWait-Sec", "X-RateLimit-Window-Sec",
                           "X-RateLimit-Limit", "X-XSS-Protection"}) {
    EXPECT_TRUE(blocked->has_header(name)) << name;
  }
  for (const char* name : {"count", "Content-Type", "Date", "Transfer-Encoding", "vary"}) {
    EXPECT_FALSE(blocked->has_header(name)) << name;
  }
}

TEST_F(Gatewayd, AReaderOfChunksMayAskAgainAtOnce) {
  run({"--concurrency", "1", "--rate-limit", "0", "--control"});
  for (int i = 0; i < 200; ++i) {
    ASSERT_EQ(http_->Get("/ot/1.0/detection/list?pageSize=100", bearer())->status, 200) << i;
  }
  EXPECT_EQ(counter("refused_concurrency"), 0);
}

TEST_F(Gatewayd, LimitsAndVersionsCanBeChosen) {
  run({"--tier", "express", "--per-endpoint", "--v1", "gone-410", "--hyphenated", "--no-count"});
  const auto answer = get("action=list");
  EXPECT_EQ(answer->get_header_value("X-RateLimit-Limit"), "50");
  EXPECT_EQ(answer->get_header_value("X-RateLimit-Window-Sec"), "86400");
  EXPECT_EQ(answer->get_header_value("X-Concurrency-Limit-Limit"), "1");
  const auto hosts = http_->Get("/ot/1.0/host/list", bearer());
  EXPECT_EQ(hosts->get_header_value("X-RateLimit-Remaining"), "49");
  EXPECT_FALSE(hosts->has_header("count"));
  EXPECT_EQ(http_->Get("/ot/v1/host/list", bearer())->status, 410);
  run({"--classic-refusals", "--rate-limit", "1", "--fault", "no_headers"});
  EXPECT_FALSE(get("action=list")->has_header("X-RateLimit-Limit"));
  const auto refused = get("action=list");
  EXPECT_EQ(refused->status, 409);
  EXPECT_NE(refused->body.find("<CODE>1965</CODE>"), std::string::npos);
}

TEST_F(Gatewayd, TestsCanChangeTheVersionTheTierTheInventoryAndTheUsers) {
  run({"--control"});
  const auto old_version = [&] { return http_->Get("/ot/v1/host/list", bearer())->status; };
  EXPECT_EQ(old_version(), 200);
  EXPECT_EQ(http_->Post("/_sim/v1?life=gone-404")->status, 204);
  EXPECT_EQ(old_version(), 404);
  EXPECT_EQ(http_->Post("/_sim/v1?life=end-of-support")->status, 204);
  EXPECT_EQ(old_version(), 200);
  EXPECT_EQ(http_->Post("/_sim/v1?life=dead")->status, 400);
  EXPECT_EQ(http_->Post("/_sim/tier?name=premium")->status, 204);
  EXPECT_EQ(get("action=list")->get_header_value("X-RateLimit-Limit"), "2000");
  EXPECT_EQ(http_->Post("/_sim/tier?name=gold")->status, 400);
  EXPECT_EQ(http_->Post("/_sim/ot?hosts=3&files=0")->status, 204);
  EXPECT_EQ(http_->Get("/ot/1.0/host/list", bearer())->get_header_value("count"), "3");
  EXPECT_EQ(http_->Get("/ot/1.0/projectfile/list", bearer())->status, 404);
  EXPECT_EQ(http_->Post("/_sim/ot?hosts=many")->status, 400);
  EXPECT_EQ(http_->Post("/_sim/deactivate?user=acme_mg1")->status, 204);
  EXPECT_EQ(get("action=list")->status, 401);
}

TEST_F(Gatewayd, ApiClientsSignInByHeadersWithOrWithoutABody) {
  run({});
  const httplib::Headers good = {{"clientId", "acme-user-client"}, {"clientSecret", "rehearsal-secret"}};
  const auto bare = http_->Post("/auth/oidc", good);
  EXPECT_EQ(bare->status, 201);
  EXPECT_EQ(bare->body.substr(0, 3), "eyJ");
  EXPECT_EQ(http_->Post("/auth/oidc", good, "", kFormType)->status, 201);
  const auto elsewhere = http_->Post("/auth/oauth", good, "", kFormType);
  EXPECT_EQ(elsewhere->status, 401);
  EXPECT_EQ(elsewhere->body, "Invalid Client ID");
}

TEST_F(Gatewayd, SendsCorsHeadersOnlyWhenTold) {
  run({});
  EXPECT_FALSE(get("action=list")->has_header("Access-Control-Allow-Origin"));
  run({"--cors"});
  EXPECT_EQ(get("action=list")->get_header_value("Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(http_->Options("/sem/v1/assetList")->status, 204);
}

TEST_F(Gatewayd, ServesASiteWithItsTypesAndStrictHeaders) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / ("gatewayd_site_" + std::to_string(getpid()));
  fs::create_directories(folder / "site");
  std::ofstream(folder / "secret.txt") << "secret";
  for (const char* name : {"index.html", "a.js", "a.wasm", "a.css", "a.svg"})
    std::ofstream(folder / "site" / name) << name;
  run({"--site", (folder / "site").string()});
  const std::vector<std::pair<std::string, std::string>> types = {{"/", "text/html; charset=utf-8"},
                                                                  {"/a.js", "text/javascript; charset=utf-8"},
                                                                  {"/a.wasm", "application/wasm"},
                                                                  {"/a.css", "text/css; charset=utf-8"},
                                                                  {"/a.svg", "image/svg+xml"}};
  for (const auto& [path, type] : types) {
    const auto answer = http_->Get(path);
    EXPECT_EQ(answer->status, 200) << path;
    EXPECT_EQ(answer->get_header_value("Content-Type"), type);
    EXPECT_EQ(answer->get_header_value("Content-Security-Policy").find("default-src 'none';"), 0u);
    EXPECT_EQ(answer->get_header_value("X-Content-Type-Options"), "nosniff");
    EXPECT_FALSE(answer->has_header("Cross-Origin-Opener-Policy"));
  }
  EXPECT_EQ(get("action=list")->status, 200);
  for (const char* path : {"/../secret.txt", "/%2e%2e/secret.txt", "/a.js/../../secret.txt"}) {
    EXPECT_EQ(http_->Get(path)->status, 404) << path;
  }
  fs::remove_all(folder);
}

// ── as a process ─────────────────────────────────────────────────────────────────────────────────────────────────────

pid_t spawn(std::vector<std::string> arguments, int& output) {
  arguments.insert(arguments.begin(), SLUICE_GATEWAYD);
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  int pipe_ends[2];
  EXPECT_EQ(pipe(pipe_ends), 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, pipe_ends[0]);
  pid_t pid = -1;
  EXPECT_EQ(posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ), 0);
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);
  output = pipe_ends[0];
  return pid;
}

std::string read_line(int fd) {
  std::string line;
  for (char c = 0; line.size() < 200 && read(fd, &c, 1) == 1 && c != '\n';) line += c;
  return line;
}

int exit_code(pid_t pid) {
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(GatewaydProcess, SaysWhereItListensAndEndsCleanlyWhenTold) {
  for (const int signal_number : {SIGTERM, SIGINT}) {
    int output = -1;
    const pid_t pid = spawn({"--port", "0"}, output);
    const std::string line = read_line(output);
    EXPECT_EQ(line.find("gatewayd: listening on http://127.0.0.1:"), 0u) << line;
    httplib::Client idle(line.substr(line.find("http")));
    idle.set_keep_alive(true);  // a connection left open must not hold it up
    EXPECT_EQ(idle.Get("/")->status, 404);
    const auto told = std::chrono::steady_clock::now();
    kill(pid, signal_number);
    EXPECT_EQ(exit_code(pid), 0);
    EXPECT_LT(std::chrono::steady_clock::now() - told, std::chrono::seconds(2));
    close(output);
  }
}

TEST(GatewaydProcess, NamesABusyPort) {
  int output = -1;
  const pid_t first = spawn({"--port", "0"}, output);
  const std::string line = read_line(output);
  int second_output = -1;
  EXPECT_EQ(exit_code(spawn({"--port", line.substr(line.rfind(':') + 1)}, second_output)), 1);
  close(second_output);
  kill(first, SIGTERM);
  EXPECT_EQ(exit_code(first), 0);
  close(output);
}

TEST(GatewaydProcess, RefusesALineItCannotRead) {
  for (const std::vector<std::string>& line : {std::vector<std::string>{"--bogus"},
                                               {"--port"},
                                               {"--port", "x"},
                                               {"--port", "70000"},
                                               {"--fault", "flood"},
                                               {"--assets", "-1"},
                                               {"--account", "nobody"},
                               {"--tier", "gold"},
                               {"--v1", "dead"},
                               {"--ot-hosts", "20001"}}) {
    int output = -1;
    EXPECT_EQ(exit_code(spawn(line, output)), 2) << line[0];
    close(output);
  }
}

TEST(GatewaydProcess, ExplainsItself) {
  int output = -1;
  const pid_t pid = spawn({"--help"}, output);
  EXPECT_EQ(read_line(output).find("gatewayd: "), 0u);
  while (!read_line(output).empty() || !read_line(output).empty()) continue;
  EXPECT_EQ(exit_code(pid), 0);
}

}  // namespace
}  // namespace sluice
