#include "unit/sim/ot_answer.h"

namespace sluice::sim {

std::string OtAnswer::error() const {
  if (!body.is_object() || !body.contains("_error")) return "";
  return body["_error"].value("message", "");
}

std::string escaped(std::string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain) {
      out += c;
    } else {
      out += std::string("%") + kDigits[byte / 16] + kDigits[byte % 16];
    }
  }
  return out;
}

OtAnswer ask_ot(Caller& caller, const std::string& object, const std::string& query, const std::string& version) {
  OtAnswer answer;
  answer.reply = caller.send("GET", "/ot/" + version + "/" + object + "/list" + (query.empty() ? "" : "?" + query),
                             {{"Authorization", "Bearer " + caller.token}});
  answer.body = nlohmann::json::parse(answer.reply.body, nullptr, false);
  const char* envelope = object == "host" ? "assets" : object == "detection" ? "vulnerabilities" : "";
  const bool wrapped = answer.body.is_object() && answer.body.contains(envelope);
  const nlohmann::json& list = wrapped ? answer.body[envelope] : answer.body;
  if (list.is_array()) answer.records.assign(list.begin(), list.end());
  return answer;
}

std::vector<nlohmann::json> pull_ot(Caller& caller, const std::string& object, const std::string& query,
                                    const std::string& version) {
  constexpr int kPagesMax = 1000;
  std::vector<nlohmann::json> all;
  for (int page = 0; page < kPagesMax; ++page) {
    const std::string paging = "pageSize=100&pageNumber=" + std::to_string(page);
    const OtAnswer answer = ask_ot(caller, object, query.empty() ? paging : query + "&" + paging, version);
    all.insert(all.end(), answer.records.begin(), answer.records.end());
    if (answer.records.size() < 100) break;
  }
  return all;
}

}  // namespace sluice::sim
