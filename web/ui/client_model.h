// Fills a Model from a Client. Keeps the manifest of a finished run, which is costly to make, until the run changes.
#pragma once

#include <string>

#include "base/time.h"
#include "client/client.h"
#include "ui/model.h"

namespace sluice::ui {

class ClientModel {
 public:
  // Everything of `model` that the client knows; theme, version, gateway_label and exports are the app's.
  // `client` and this object must outlive the model.
  void fill(const Client& client, Instant now, Model& model);

 private:
  Manifest manifest_;
  std::string manifest_run_;
  RunState manifest_state_ = RunState::kIdle;
};

}  // namespace sluice::ui
