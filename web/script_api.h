// What window.sluice can do (page-api.md). Reads each call's arguments, turns it into the same commands that the panels
// give, and answers: at once, when a sign-in or a run has come to its end, or piece by piece (script_task.h). A call
// that is not known here does not exist for the page either.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/fuel.h"
#include "base/time.h"
#include "client/client.h"
#include "client/verify.h"
#include "platform/bridge.h"
#include "script_arguments.h"
#include "script_task.h"

namespace sluice {

// What the calls need of the page around the client. The app is it.
class ScriptHost {
 public:
  virtual ~ScriptHost() = default;
  virtual Instant time() const = 0;
  virtual const Client& client() const = 0;
  virtual Result<void> sign_in(SignInRequest request) = 0;
  virtual void sign_out() = 0;
  // `keep` none: as the user has answered.
  virtual Result<std::string> pull(PullRequest request, std::optional<bool> keep) = 0;
  virtual Result<void> resume(const PullRequest& request, const PullArguments& from) = 0;
  virtual void pause() = 0;
  virtual void unpause() = 0;
  virtual void stop() = 0;
  virtual std::string widgets_json() const = 0;
  // What the sign-in form offers and what it is filled with.
  virtual std::string form_json() const = 0;
  // The page's policy forbade the current run's only call: nothing was sent.
  virtual bool run_was_forbidden() const = 0;
};

class ScriptApi {
 public:
  // `host` and `bridge` must outlive it.
  ScriptApi(ScriptHost& host, platform::Bridge& bridge);
  ~ScriptApi();

  std::string call(platform::ScriptCall call);
  // After anything has happened: answers sign-ins and pulls that have come to their end, and tells events.
  void settle();
  void tell(const Event& event);
  // About fuel.units rows for the long answers.
  Work work(Fuel fuel);

 private:
  struct Waiting {
    platform::Ticket ticket;
    std::unique_ptr<ScriptTask> task;
  };

  std::string sign_in(platform::ScriptCall call);
  std::string pull(const std::string& arguments);
  std::string columns(const std::string& arguments);
  std::string check(const std::string& arguments);
  std::string parameters(const std::string& arguments);
  std::string plan(const std::string& arguments) const;
  std::string recipe(const std::string& arguments);
  std::string parse_pasted(std::string& arguments);  // wiped: there may be a secret in it
  std::string rows(const std::string& arguments);
  std::string count(const std::string& arguments);
  std::string group(const std::string& arguments);
  std::string start_export(const std::string& arguments);
  std::string begin(NewTask task);
  std::string begin_verify(const std::string& arguments);
  std::string verify_piece(platform::ScriptCall call);
  std::string end_verify(const std::string& arguments);
  void settle_sign_in();
  void settle_pull();
  // The rows of the current run, or an empty store with the same columns before the first.
  Question question(const std::string& arguments) const;

  ScriptHost& host_;
  platform::Bridge& bridge_;
  std::optional<platform::Ticket> sign_in_;
  std::optional<platform::Ticket> pull_;
  std::string pull_run_;  // "" while a run that is to go on is being read
  std::list<Waiting> tasks_;
  std::map<int64_t, std::unique_ptr<VerifyJob>> verifications_;  // that are given their file
  int64_t last_verification_ = 0;
};

}  // namespace sluice
