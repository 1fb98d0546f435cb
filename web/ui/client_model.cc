#include "ui/client_model.h"

namespace sluice::ui {

void ClientModel::fill(const Client& client, Instant now, Model& model) {
  model.now = now;
  model.wall = client.wall(now);
  model.session = client.session(now);
  model.run = client.run();
  model.budget = client.budget(now);
  model.store = client.store();
  model.store_generation = client.store_generation();
  model.requests = &client.requests();
  model.requests_version = client.requests_version();
  model.manifest = nullptr;
  if (!run_is_over(model.run.state)) return;
  if (manifest_run_ != model.run.id || manifest_state_ != model.run.state) {
    manifest_ = client.manifest(now);
    manifest_run_ = model.run.id;
    manifest_state_ = model.run.state;
  }
  model.manifest = &manifest_;
}

}  // namespace sluice::ui
