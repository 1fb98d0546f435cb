// Fills a Model from a Client. Keeps the manifests of finished runs, which are costly to make, until another run takes
// their place.
#pragma once

#include <memory>
#include <string>
#include <vector>

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
  // What is known of one source's last run.
  struct Last {
    std::shared_ptr<const Store> store;
    bool over = false;           // `manifest` is that of the finished run over `store`
    Manifest manifest;
    RunStatus run;
  };

  void look(const Client& client, const Source& source, Instant now, const RunStatus& current, Last& last);

  std::vector<Last> last_;       // parallel to sources()
};

// A finished run as its manifest tells it, for sources whose run is not the current one.
RunStatus run_of(const Manifest& manifest);

}  // namespace sluice::ui
