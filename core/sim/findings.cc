#include "sim/findings.h"

namespace sluice::sim {
namespace {

constexpr auto kApple = FindingPlatform::kApple;
constexpr auto kAndroid = FindingPlatform::kAndroid;
constexpr auto kBoth = FindingPlatform::kBoth;
constexpr std::string_view kInfo = "Information";
constexpr std::string_view kSure = "Confirmed";
constexpr std::string_view kMaybe = "Potential";
constexpr size_t kNever = SIZE_MAX;

// Places in os_versions().
constexpr size_t kIos158 = 2, kIos176 = 5, kIos18 = 7, kIos182 = 9, kIos185 = 11, kIos26 = 14, kIos261 = 15;
constexpr size_t kDroid11 = 3, kDroid12 = 4, kDroid13 = 6, kDroid14 = 7, kDroid15 = 8, kDroid16 = 9;

std::vector<Finding> make_findings() {
  return {
      // ── facts about the device ──
      {610100, kInfo, 1, kApple, kNever, "Device facts\nSystem : {os} {version}\nModel : {model}\nMaker : {maker}"},
      {610101, kInfo, 1, kAndroid, kNever,
       "Device facts\nSystem : {os} {version}\nModel : {model}\nPatch level : {patch}"},
      {610114, kInfo, 1, kBoth, kNever, "Installed apps seen : {n}\nAmong them : {app}"},
      {610120, kInfo, 1, kBoth, kNever, "Storage encrypted : yes\nFree space : {n} %"},
      {610127, kInfo, 2, kBoth, kNever, "Mobile carrier reported\nRoaming allowed : yes\nLast change : {patch}"},
      {610133, kInfo, 1, kBoth, kNever, "Management profile present\nProfile version : 4.{n}"},
      {610141, kInfo, 2, kBoth, kNever, "Not restarted for long\nDays since : {n}"},
      {610150, kInfo, 1, kApple, kNever, "Lost mode available\nActivation lock : on"},
      {610158, kInfo, 1, kAndroid, kNever, "Work profile present\nPersonal profile : separate"},
      {610166, kInfo, 3, kBoth, kNever, "Location services on for all apps\nApps that asked : {n}"},
      // ── settings ──
      {612004, kSure, 4, kBoth, kNever, "No screen lock is set\nPolicy asks for : at least 6 digits\nFound : none"},
      {612011, kSure, 3, kBoth, kNever, "Screen lock waits too long\nPolicy : 5 minutes\nFound : {n} minutes"},
      {612019, kSure, 5, kApple, kIos26,
       "Jailbreak traces\nFile : /private/var/lib/apt\nURL scheme : answers\nChecks hit : 2 of 5"},
      {612020, kSure, 5, kAndroid, kNever, "Root access\nBinary : /system/xbin/su\nVerified boot : orange"},
      {612028, kSure, 3, kAndroid, kNever, "USB debugging is on\nAuthorised computers : {n}"},
      {612035, kSure, 3, kAndroid, kNever, "Apps from unknown sources are allowed\nAllowed for : {app}"},
      {612042, kMaybe, 2, kBoth, kNever, "Open Wi-Fi network remembered\nNetworks without a password : {n}"},
      {612049, kMaybe, 3, kApple, kNever, "Configuration profile without a signature\nProfile : {app} beta"},
      {612057, kSure, 2, kBoth, kNever, "Bluetooth visible to everybody\nSeen for : {n} hours"},
      {612064, kSure, 4, kAndroid, kDroid13,
       "Storage not encrypted by file\nFound : whole-disk encryption, retired in 13"},
      {612070, kMaybe, 3, kBoth, kNever,
       "User certificate authority installed\nSubject : CN=Proxy {n}, O=Unknown\nTrusted for : all apps"},
      // ── old systems ──
      {615201, kSure, 5, kApple, kIos158,
       "System below 15 gets no security updates\nFound : {os} {version}\nRuns on : {model}"},
      {615208, kSure, 4, kApple, kIos176, "Web content can run code\nFound : {os} {version}\nMended in : 17.6"},
      {615215, kSure, 5, kApple, kIos18,
       "Kernel memory can be written by an app\nFound : {os} {version}\nMended in : 18.0\nKnown to be used : yes"},
      {615223, kSure, 3, kApple, kIos182,
       "Picture preview reads out of bounds\nFound : {os} {version}\nMended in : 18.2"},
      {615230, kSure, 4, kApple, kIos185, "Attachment can leave its sandbox\nFound : {os} {version}\nMended in : 18.5"},
      {615238, kMaybe, 3, kApple, kIos26,
       "Lock screen shows notes to a bystander\nFound : {os} {version}\nMended in : 26.0"},
      {615244, kMaybe, 2, kApple, kIos261, "Update pending\nFound : {os} {version}\nOffered : 26.1"},
      {616302, kSure, 5, kAndroid, kDroid11,
       "System gets no security updates\nFound : {os} {version}\nRuns on : {model}"},
      {616309, kSure, 5, kAndroid, kDroid12,
       "Media framework runs code from a file\nFound : {os} {version}\nPatch level : {patch}"},
      {616317, kSure, 4, kAndroid, kDroid13,
       "App can raise its rights by a parcel mismatch\nFound : {os} {version}\nPatch level : {patch}"},
      {616325, kSure, 4, kAndroid, kDroid14,
       "Graphics driver writes out of bounds\nFound : {os} {version}\nDriver : r{n}p0"},
      {616333, kSure, 3, kAndroid, kDroid15,
       "Modem firmware accepts a downgrade\nFound : {os} {version}\nPatch level : {patch}"},
      {616340, kMaybe, 3, kAndroid, kDroid16, "Patch level older than 90 days\nPatch level : {patch}"},
      {616347, kMaybe, 4, kAndroid, kDroid16, "Overlay can hide a permission dialog\nFound : {os} {version}"},
      // ── apps ──
      {620411, kSure, 4, kBoth, kNever,
       "App with a weak TLS check\nApp : {app} 3.{n}\nAccepts : any certificate\nHosts tried : 2"},
      {620418, kSure, 3, kBoth, kNever,
       "App keeps a token in clear text\nApp : {app} 2.{n}\nFile : shared_prefs/session.xml"},
      {620425, kMaybe, 4, kBoth, kNever, "App with a known weakness\nApp : {app} 1.{n}\nMended in : the next release"},
      {620433, kMaybe, 2, kBoth, kNever,
       "App asks for more than it needs\nApp : {app}\nAsks for : contacts, microphone, location"},
      {620440, kSure, 5, kAndroid, kNever,
       "App known as malicious\nApp : {app} Premium (copy)\nSource : not the store"},
      {620447, kMaybe, 3, kBoth, kNever, "Out-of-date browser engine inside an app\nApp : {app}\nEngine : {n}.0"},
      {620455, kSure, 2, kBoth, kNever, "App no longer offered by its store\nApp : {app}\nLast update : {patch}"},
  };
}

}  // namespace

const std::vector<Finding>& findings() {
  static const std::vector<Finding> kFindings = make_findings();
  return kFindings;
}

bool fits(const Finding& finding, Platform platform, size_t version) {
  const auto wanted = platform == Platform::kApple ? kApple : kAndroid;
  return (finding.platform == kBoth || finding.platform == wanted) && version < finding.mended_in;
}

const std::vector<std::string_view>& app_names() {
  static const std::vector<std::string_view> kApps = {
      "TaskHarbor", "ParcelPal",  "NoteNest",  "Chatterbox", "ShiftBoard", "FuelLog",  "ScanMate", "RoutePilot",
      "MailRoom",   "PhotoVault", "VoiceDesk", "TrailMap",   "QuickForms", "StockEye", "MediPlan", "PrintHub"};
  return kApps;
}

}  // namespace sluice::sim
