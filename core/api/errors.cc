#include "api/errors.h"

#include "base/text.h"

namespace sluice {
namespace {

bool says(std::string_view text, std::string_view words) {
  return find_ignoring_case(text, words) != std::string_view::npos;
}

std::string quoted(std::string_view text) {
  return text.empty() ? std::string() : "The gateway says: \"" + shorten(text, 400) + "\" ";
}

}  // namespace

AnswerClass classify_answer(int status, std::string_view code, std::string_view text, bool has_concurrency_headers) {
  if (code == "1960") return AnswerClass::kConcurrencyRefused;
  if (code == "1965") return AnswerClass::kRateRefused;
  if (status == 409 || status == 429) {
    return has_concurrency_headers ? AnswerClass::kConcurrencyRefused : AnswerClass::kRateRefused;
  }
  if (status == 401) return AnswerClass::kUnauthorized;
  if (status == 200 && (code == "2000" || says(text, "decoding token"))) return AnswerClass::kUnauthorized;
  if (status == 408 || (status >= 500 && status != 501 && status != 505)) return AnswerClass::kRetry;
  return AnswerClass::kFinal;
}

Error final_error(int status, std::string_view code, std::string_view text, std::string_view path) {
  const std::string said = quoted(text);
  const std::string number = std::to_string(status);
  const bool access = status == 403 || code == "2012" || says(text, "not authorized") || says(text, "Mobile access");
  if (access) {
    const std::string advice =
        says(text, "Mobile access")
            ? "The VMDR Mobile module is not enabled for this user: ask a manager of the subscription to enable it."
            : "The account needs the permission \"VMDR Mobile API Access\", on the role \"VMDR Mobile User\": ask a "
              "manager of the subscription.";
    return {"no_permission", said + advice};
  }
  if (status == 410) {
    return {"retired", said + "This version of the API has been retired (410 for " + std::string(path) + ")."};
  }
  if (status == 404) {
    return {"not_found", said + "There is nothing at " + std::string(path) +
                             " (404): the path is wrong for this gateway, or the module is not enabled for the account. Try "
                             "the other documented path, or ask a manager."};
  }
  if (status == 405) {
    return {"refused", said + "The gateway does not take this method at " + std::string(path) + " (405)."};
  }
  if (status == 413 || status == 414) {
    return {"refused", said + "The request is too long for the gateway or a proxy before it (" + number +
                           "): shorten ids or qids, or use ranges."};
  }
  if (status >= 200 && status < 300) {
    return {"refused", said.empty() ? "The gateway answered with an error document without a text." : said +
                           "Change the request accordingly and pull again."};
  }
  if (status >= 500) return {"server_error", said + "The gateway failed (" + number + "). Try again later."};
  return {"refused", (said.empty() ? "The gateway refused the request (" + number + ") without saying why. " : said) +
                         "Change the request accordingly and pull again."};
}

}  // namespace sluice
