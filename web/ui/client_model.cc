#include "ui/client_model.h"

namespace sluice::ui {
namespace {

RunState state_of(std::string_view name) {
  for (const RunState state : {RunState::kRunning, RunState::kWaiting, RunState::kPaused, RunState::kComplete,
                               RunState::kPartial, RunState::kStopped, RunState::kFailed}) {
    if (run_state_name(state) == name) return state;
  }
  return RunState::kIdle;
}

}  // namespace

RunStatus run_of(const Manifest& m) {
  RunStatus run;
  run.id = m.run_id;
  run.source = m.source;
  run.state = state_of(m.state);
  run.pages = m.pages.size();
  run.assets = m.assets;
  run.detections = m.detections;
  run.bytes = m.bytes;
  run.calls = m.calls;
  run.retries = m.retries;
  run.refused = m.refused;
  run.duplicates = m.duplicates;
  run.quarantined = m.quarantined;
  run.message = m.why;
  return run;
}

void ClientModel::look(const Client& client, const Source& source, Instant now, const RunStatus& current, Last& last) {
  const bool is_current = current.source == source.id && current.state != RunState::kIdle;
  std::shared_ptr<const Store> store = client.store(source.id);
  if (store != last.store) last = Last{std::move(store), false, {}, {}};
  if (is_current && !run_is_over(current.state)) {
    last.over = false;
    last.run = current;
    return;
  }
  if (last.store == nullptr && !is_current) return;
  if (!last.over || (is_current && last.run.id != current.id)) {
    last.manifest = client.manifest(now, source.id);
    last.over = true;
    last.run = run_of(last.manifest);
  }
  if (is_current) last.run = current;
}

void ClientModel::fill(const Client& client, Instant now, Model& model) {
  model.now = now;
  model.wall = client.wall(now);
  model.session = client.session(now);
  model.run = client.run();
  model.budget = client.budget(now);
  model.requests = &client.requests();
  model.requests_version = client.requests_version();
  last_.resize(sources().size());
  model.sources.clear();
  for (size_t i = 0; i < last_.size(); ++i) {
    const Source& source = sources()[i];
    look(client, source, now, model.run, last_[i]);
    model.sources.push_back(
        SourceView{&source, last_[i].store, last_[i].run, last_[i].over ? &last_[i].manifest : nullptr});
  }
}

}  // namespace sluice::ui
