#include "bench/bodies.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "sim/answer_xml.h"
#include "sim/dataset.h"

namespace sluice::bench {
namespace {

constexpr size_t kProbeAssets = 200;

std::string page_of(const sim::Dataset& dataset, size_t assets) {
  const sim::AssetQuery query;
  sim::AnswerHead head;
  head.authority = "gw.test";
  head.now_ms = sim::DatasetOptions{}.now_s * 1000;
  std::vector<const sim::Asset*> listed;
  for (size_t i = 0; i < assets; ++i) listed.push_back(&dataset.assets[i]);
  return sim::asset_list_xml(head, query, sim::AssetFilter(query, head.now_ms / 1000), listed,
                             "https://gw.test/sem/v1/assetList?id_min=9999999");
}

std::shared_ptr<const sim::Dataset> inventory(size_t assets) {
  sim::DatasetOptions options;
  options.assets = assets;
  options.all_enrolled = true;
  return make_dataset(options);
}

}  // namespace

std::string mobile_body(size_t bytes) {
  const double per_asset = static_cast<double>(page_of(*inventory(kProbeAssets), kProbeAssets).size()) / kProbeAssets;
  size_t assets = std::max<size_t>(1, static_cast<size_t>(static_cast<double>(bytes) / per_asset));
  const std::shared_ptr<const sim::Dataset> dataset = inventory(assets);
  std::string body = page_of(*dataset, assets);
  while (body.size() > bytes && assets > 1) {
    assets -= std::max<size_t>(1, assets / 100);
    body = page_of(*dataset, assets);
  }
  return body;
}

}  // namespace sluice::bench
