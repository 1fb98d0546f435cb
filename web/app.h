// The page's program: joins the client, the traffic, the panels and the scripts, and decides what is done in one turn.
//
//   a frame:  deliver what has arrived · timeouts · start what is to be sent · draw, if the picture has changed ·
//             apply what the user asked for · work until the deadline · tell events
//   a pump:   the same without drawing; it runs while the tab is hidden, too
//
// All state is here and below; nothing is global but the hooks that the browser calls.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/client.h"
#include "exports.h"
#include "fragment.h"
#include "picture.h"
#include "platform/bridge.h"
#include "platform/canvas.h"
#include "platform/connection.h"
#include "platform/clipboard.h"
#include "platform/input.h"
#include "platform/main_loop.h"
#include "platform/page.h"
#include "run_keeper.h"
#include "script_api.h"
#include "traffic.h"
#include "ui/client_model.h"
#include "ui/ui.h"

namespace sluice {

class App final : public ScriptHost {
 public:
  App();
  ~App() override;
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  // Opens the canvas and asks for the first frame. False when there is no WebGL2.
  bool open();

  // ── ScriptHost; the panels' intents come the same way ──
  Instant time() const override;
  const Client& client() const override { return client_; }
  Result<void> sign_in(SignInRequest request) override;
  void sign_out() override;
  Result<std::string> pull(PullRequest request, std::optional<bool> keep) override;
  Result<void> resume(const PullRequest& request, const PullArguments& from) override;
  void pause() override;
  void unpause() override;
  void stop() override;
  std::string widgets_json() const override;
  std::string form_json() const override;
  bool run_was_forbidden() const override { return run_forbidden_ && !run_heard_; }

 private:
  // One turn's parts, in this order.
  void on_frame();
  void on_pump();
  void deliver(Instant now);
  void pump(Instant now);
  void transmit(Instant now);
  void draw();
  void apply(const ui::Intents& intents);
  void work();
  void finish_turn();
  void schedule();

  void on_input();
  std::string on_call(platform::ScriptCall call);
  void wake();  // something was asked for: pump, and look whether the picture has changed
  bool wants_draw() const;
  void fill(ui::Model& model, Instant now);
  void on_event(const Event& event);
  void on_session_change();
  void show_outside();  // title, screen readers, the question before leaving
  void keep_clock(Instant now);
  void look_at_network(Instant now);
  bool keeps(std::optional<bool> asked) const;
  void set_theme(ui::Theme theme);
  void offer_rehearsal_page_size(bool rehearsal);
  std::string gateway_label() const;
  std::string recipe_gateway() const;
  std::string recipe_base();
  std::vector<std::shared_ptr<const Store>> stores() const;
  void apply_to_kept(const ui::Intents& intents);
  void resume_from_panel(const PullArguments& from);
  void listen_to_store();
  void tell_of_interrupted();
  void start_export(const ui::ExportIntent& intent);

  platform::Page page_;
  Fragment fragment_;
  Client client_;
  platform::MainLoop loop_;
  platform::Canvas canvas_;
  platform::Input input_;
  platform::Clipboard clipboard_;
  platform::Bridge bridge_;
  platform::Connection connection_;
  RunKeeper keeper_;
  Traffic traffic_;
  Exports exports_;
  std::vector<std::shared_ptr<const Store>> shown_stores_;  // what the panels' views read; outlive them
  ui::ClientModel client_model_;
  std::unique_ptr<ui::Ui> ui_;
  ScriptApi api_;

  ui::Theme theme_ = ui::Theme::kDark;
  Picture drawn_;
  int frames_wanted_ = 2;
  std::optional<Instant> settle_at_;  // after the last input: two frames more
  Instant titled_;  // when the window's title was set last, and for which state
  RunState titled_state_ = RunState::kIdle;
  bool more_work_ = false;
  bool drawing_ = false;
  bool sized_for_rehearsal_ = false;
  std::string asked_gateway_;   // as the user chose it
  std::vector<RunSummary> kept_;  // what the panel lists, as the storage told it last
  uint64_t kept_version_ = 0;
  std::string resume_told_;     // of the resumed run, or of what it was refused for, that was spoken of last
  std::optional<bool> keep_;    // whether runs are kept in this browser, once the user was asked
  bool online_ = true;          // as the client was told
  std::string feed_;            // the notification feed's address, "" when the user has set none
  bool run_forbidden_ = false;  // the policy forbade a call of this run
  bool run_heard_ = false;      // a gateway has answered in this run
};

}  // namespace sluice
