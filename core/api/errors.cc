#include "api/errors.h"

#include "base/text.h"

namespace sluice {
namespace {

bool says(std::string_view text, std::string_view words) {
  return find_ignoring_case(text, words) != std::string_view::npos;
}

std::string quoted(std::string_view text) {
  if (text.empty()) return "";
  const std::string said = shorten(text, 400);
  return "The gateway says: \"" + said + (said.back() == '.' ? "\" " : "\". ");
}

// The documented messages of the Mobile API, recognised by their opening (api-reference.md 6.5, 7.4), each with what to
// do about it. The gateway's statuses and codes for them are not documented, so the text alone decides.
struct KnownMessage {
  std::string_view words;
  std::string_view code;
  std::string_view advice;
};
constexpr KnownMessage kKnownMessages[] = {
    {"Unrecognized parameter(s)", "refused",
     "Take the named parameters out of the request (they may have been added as extra ones) and pull again."},
    {"Missing required parameter(s)", "refused",
     "Sluice sends action=list by itself: if that is what is missed, something between the page and the gateway drops "
     "the query. Otherwise give the named parameters and pull again."},
    {"has invalid value", "refused", "Correct that value in the request and pull again."},
    {"Please specify only one of", "refused", "Leave out all but one of the named parameters and pull again."},
    {"field missing", "refused", "Add the named field, or take out the one that needs it, and pull again."},
    {"Internal Error", "server_error",
     "The trouble is on the gateway's side: try again in a few minutes, with smaller pages. If it stays, tell Qualys "
     "Support when it happened."},
    {"not authorized to run the VMDR Mobile API", "no_permission",
     "The account needs the permission \"VMDR Mobile API Access\": a manager of the subscription gives it to the role "
     "\"VMDR Mobile User\" and that role to the account (managers and super users have it)."},
    {"have VMDR Mobile access", "no_permission",
     "The module VMDR Mobile is not enabled for this account: ask a manager of the subscription to enable it, and for "
     "the role \"VMDR Mobile User\", which holds \"VMDR Mobile API Access\"."},
    {"while decoding token", "bad_credentials",
     "Sign in again. If that does not help, the token may be of another platform than this gateway: choose the "
     "platform that your account belongs to."},
    {"while checking user access", "server_error",
     "The gateway could not look up what this account may do: try again in a few minutes. If it stays, ask a manager "
     "whether the account has the module VMDR Mobile and the permission \"VMDR Mobile API Access\"."},
};

const KnownMessage* find_known(std::string_view text) {
  for (const KnownMessage& known : kKnownMessages) {
    if (says(text, known.words)) return &known;
  }
  return nullptr;
}

bool of_ot(std::string_view path) { return path.substr(0, 4) == "/ot/"; }

// api-reference.md 3.4.
std::string permission_advice(std::string_view path) {
  if (of_ot(path)) {
    return "The account needs the permission \"VMDR OT.API.ACCESS\" and the module VMDR OT: ask a manager of the "
           "subscription. An account with the API permission but without the UI permission may see less than all.";
  }
  return "The account needs the permission \"VMDR Mobile API Access\", on the role \"VMDR Mobile User\": ask a manager of "
         "the subscription.";
}

// A 404 has several causes that the gateway does not tell apart (api-reference.md 5.5, field-notes 16).
std::string not_found_advice(std::string_view path) {
  const std::string opening = "There is nothing at " + std::string(path) + " (404). ";
  if (path.substr(0, 7) == "/ot/v1/") {
    return opening + "Either this version has been retired (v1 is past its announced end of life: choose apiVersion 1.0), "
                     "or the path is wrong for this gateway, or the module VMDR OT is not enabled for the account. It "
                     "does not mean that there is no data.";
  }
  if (of_ot(path)) {
    return opening + "Either the path is wrong for this gateway (check its address and any proxy before it), or the "
                     "module VMDR OT is not enabled for the account: ask a manager. It does not mean that there is no "
                     "data.";
  }
  return opening + "Either the path is wrong for this gateway (try the other documented one), or the module VMDR Mobile "
                   "is not enabled for the account: ask a manager.";
}

std::string retired_advice(std::string_view path) {
  const std::string opening = "This version of the API has been retired (410 for " + std::string(path) + ").";
  if (path.substr(0, 7) == "/ot/v1/") return opening + " Choose apiVersion 1.0 and pull again.";
  return opening + " Look for a newer version of Sluice, or of the path.";
}

Error refused(std::string said, std::string_view silent) {
  if (said.empty()) said = std::string(silent) + " ";
  return {"refused", std::move(said) + "Change the request accordingly and pull again."};
}

}  // namespace

AnswerClass classify_answer(int status, std::string_view code, std::string_view text, bool has_concurrency_headers) {
  if (code == "1960") return AnswerClass::kConcurrencyRefused;
  if (code == "1965") return AnswerClass::kRateRefused;
  if (status == 409 || status == 429) {
    return has_concurrency_headers ? AnswerClass::kConcurrencyRefused : AnswerClass::kRateRefused;
  }
  if (status == 401) return AnswerClass::kUnauthorized;
  if ((status == 200 && code == "2000") || says(text, "while decoding token")) return AnswerClass::kUnauthorized;
  if (status == 408 || (status >= 500 && status != 501 && status != 505)) return AnswerClass::kRetry;
  return AnswerClass::kFinal;
}

Error final_error(int status, std::string_view code, std::string_view text, std::string_view path) {
  const std::string said = quoted(text);
  const std::string number = std::to_string(status);
  if (const KnownMessage* known = find_known(text)) {
    return {std::string(known->code), said + std::string(known->advice)};
  }
  if (status == 403 || code == "2012" || says(text, "not authorized")) {
    return {"no_permission", said + permission_advice(path)};
  }
  switch (status) {
    case 400: return refused(said, "The gateway finds something wrong with the request (400), but does not say what.");
    case 401: return {"bad_credentials", said + "The gateway does not accept this session's token (401). Sign in again."};
    case 404: return {"not_found", said + not_found_advice(path)};
    case 405: return {"refused", said + "The gateway does not take this method at " + std::string(path) + " (405)."};
    case 410: return {"retired", said + retired_advice(path)};
    case 413:
    case 414:
      return {"refused", said + "The request is too long for the gateway or a proxy before it (" + number +
                             "): shorten ids or qids, or use ranges."};
    case 416:
      return {"refused", said + "The gateway does not give pages of that size or number (416): choose smaller pages, of at "
                                "most 100 records for OT, and pull again."};
    default: break;
  }
  if (status >= 200 && status < 300) return refused(said, "The gateway answered with an error document without a text.");
  if (status >= 500) return {"server_error", said + "The gateway failed (" + number + "). Try again later."};
  return refused(said, "The gateway refused the request (" + number + ") without saying why.");
}

}  // namespace sluice
