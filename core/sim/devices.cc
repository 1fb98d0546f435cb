#include "sim/devices.h"

namespace sluice::sim {
namespace {

using Texts = std::vector<std::string_view>;

// Places of versions in the tables below.
enum Ios : size_t {
  kIos12,
  kIos145,
  kIos158,
  kIos167,
  kIos174,
  kIos176,
  kIos177,
  kIos18,
  kIos181,
  kIos182,
  kIos183,
  kIos185,
  kIos186,
  kIos187,
  kIos26,
  kIos261
};
enum Droid : size_t {
  kDroid81,
  kDroid9,
  kDroid10,
  kDroid11,
  kDroid12,
  kDroid12L,
  kDroid13,
  kDroid14,
  kDroid15,
  kDroid16
};

DeviceModel apple(std::string_view model, size_t oldest, size_t newest, uint64_t weight) {
  return {Platform::kApple, "Apple, Inc.", "Apple", model, oldest, newest, weight, false};
}

DeviceModel android(std::string_view manufacturer, std::string_view brand, std::string_view model, size_t oldest,
                    size_t newest, uint64_t weight) {
  return {Platform::kAndroid, manufacturer, brand, model, oldest, newest, weight, false};
}

DeviceModel samsung(std::string_view model, size_t oldest, size_t newest, uint64_t weight) {
  return android("Samsung", "Samsung", model, oldest, newest, weight);
}

DeviceModel pixel(std::string_view model, size_t oldest, size_t newest, uint64_t weight) {
  return android("Google", "Google", model, oldest, newest, weight);
}

DeviceModel rugged(std::string_view manufacturer, std::string_view brand, std::string_view model, size_t oldest,
                   size_t newest, uint64_t weight) {
  return {Platform::kAndroid, manufacturer, brand, model, oldest, newest, weight, true};
}

std::vector<DeviceModel> make_models() {
  constexpr std::string_view kZebra = "Zebra Technologies";
  return {
      apple("iPhone 6s", kIos12, kIos158, 1),
      apple("iPhone 8", kIos145, kIos167, 3),
      apple("iPhone X", kIos145, kIos167, 2),
      apple("iPhone XR", kIos158, kIos187, 5),
      apple("iPhone 11", kIos158, kIos261, 10),
      apple("iPhone SE (2nd generation)", kIos158, kIos261, 8),
      apple("iPhone 12", kIos158, kIos261, 11),
      apple("iPhone 12 mini", kIos158, kIos261, 3),
      apple("iPhone 13", kIos158, kIos261, 14),
      apple("iPhone 13 Pro", kIos158, kIos261, 5),
      apple("iPhone SE (3rd generation)", kIos158, kIos261, 9),
      apple("iPhone 14", kIos167, kIos261, 13),
      apple("iPhone 14 Pro Max", kIos167, kIos261, 4),
      apple("iPhone 15", kIos174, kIos261, 13),
      apple("iPhone 15 Pro", kIos174, kIos261, 6),
      apple("iPhone 16", kIos18, kIos261, 10),
      apple("iPhone 16e", kIos183, kIos261, 4),
      apple("iPhone 17 Pro", kIos26, kIos261, 2),
      apple("iPad (5th generation)", kIos145, kIos167, 2),
      apple("iPad (6th generation)", kIos158, kIos177, 3),
      apple("iPad (7th generation)", kIos158, kIos187, 4),
      apple("iPad (9th generation)", kIos158, kIos261, 8),
      apple("iPad (10th generation)", kIos167, kIos261, 7),
      apple("iPad Air (4th generation)", kIos158, kIos261, 3),
      apple("iPad Air (5th generation)", kIos158, kIos261, 3),
      apple("iPad mini (6th generation)", kIos158, kIos261, 4),
      apple("iPad Pro (11-inch) (3rd generation)", kIos158, kIos261, 3),
      apple("iPad Pro (12.9-inch) (6th generation)", kIos167, kIos261, 2),
      pixel("Pixel 4a", kDroid10, kDroid13, 2),
      pixel("Pixel 6", kDroid12, kDroid16, 4),
      pixel("Pixel 6a", kDroid12, kDroid16, 4),
      pixel("Pixel 7", kDroid13, kDroid16, 5),
      pixel("Pixel 7a", kDroid13, kDroid16, 5),
      pixel("Pixel 8", kDroid14, kDroid16, 5),
      pixel("Pixel 9", kDroid14, kDroid16, 4),
      pixel("Pixel Tablet", kDroid13, kDroid16, 1),
      samsung("Galaxy S10", kDroid9, kDroid12, 2),
      samsung("Galaxy S21 5G", kDroid11, kDroid15, 5),
      samsung("Galaxy S22", kDroid12, kDroid16, 7),
      samsung("Galaxy S23", kDroid13, kDroid16, 8),
      samsung("Galaxy S24", kDroid14, kDroid16, 7),
      samsung("Galaxy S25", kDroid15, kDroid16, 3),
      samsung("Galaxy A52s 5G", kDroid11, kDroid14, 4),
      samsung("Galaxy A54 5G", kDroid13, kDroid16, 6),
      samsung("Galaxy A55 5G", kDroid14, kDroid16, 4),
      samsung("Galaxy Z Flip5", kDroid13, kDroid16, 1),
      samsung("Galaxy Tab S8", kDroid12L, kDroid16, 3),
      samsung("Galaxy Tab A8", kDroid11, kDroid14, 3),
      rugged("Samsung", "Samsung", "Galaxy Tab Active3", kDroid10, kDroid13, 4),
      rugged("Samsung", "Samsung", "Galaxy XCover6 Pro", kDroid12, kDroid15, 5),
      rugged(kZebra, "Zebra", "TC52", kDroid81, kDroid11, 6),
      rugged(kZebra, "Zebra", "TC57", kDroid81, kDroid13, 4),
      rugged(kZebra, "Zebra", "TC73", kDroid11, kDroid14, 4),
      rugged(kZebra, "Zebra", "MC9300", kDroid81, kDroid13, 3),
      rugged(kZebra, "Zebra", "ET45", kDroid11, kDroid14, 2),
      rugged("Honeywell", "Honeywell", "CT60", kDroid81, kDroid10, 2),
      rugged("Honeywell", "Honeywell", "CT45 XP", kDroid11, kDroid14, 3),
      rugged("Panasonic", "Panasonic", "TOUGHBOOK S1", kDroid10, kDroid11, 1),
      android("Motorola", "Motorola", "moto g power (2023)", kDroid13, kDroid14, 2),
      android("HMD Global", "Nokia", "Nokia XR20", kDroid11, kDroid13, 2),
      android("Fairphone", "Fairphone", "Fairphone 5", kDroid13, kDroid15, 1),
      android("OnePlus", "OnePlus", "OnePlus 11", kDroid13, kDroid15, 1),
      android("Sony", "Sony", "Xperia 10 V", kDroid13, kDroid15, 1),
      android("Lenovo", "Lenovo", "Tab M10 Plus (3rd Gen)", kDroid12, kDroid13, 1),
  };
}

}  // namespace

std::string_view os_name(Platform platform) { return platform == Platform::kApple ? "iOS" : "Android"; }

const std::vector<std::string_view>& os_versions(Platform platform) {
  static const Texts kIosVersions = {"12.5.7", "14.5",   "15.8.3", "16.7.10", "17.4.1", "17.6.1", "17.7.2", "18.0.1",
                                     "18.1.1", "18.2.1", "18.3.2", "18.5",    "18.6.2", "18.7.1", "26.0.1", "26.1"};
  static const Texts kAndroidVersions = {"8.1.0", "9", "10", "11", "12", "12L", "13", "14", "15", "16"};
  return platform == Platform::kApple ? kIosVersions : kAndroidVersions;
}

const std::vector<DeviceModel>& device_models() {
  static const std::vector<DeviceModel> kModels = make_models();
  return kModels;
}

const std::vector<TagName>& tag_names() {
  static const std::vector<TagName> kTags = {
      {7403110, "EMEA"},          {7403111, "Americas"},         {7403112, "APAC"},       {7418842, "BYOD"},
      {7420077, "Field Service"}, {7420131, "Warehouse & Dock"}, {7431500, "Executives"}, {7440926, "Pilot ring"},
  };
  return kTags;
}

const std::vector<std::string_view>& first_names() {
  static const Texts kNames = {
      "alice",  "amir",  "ana",   "anders", "anna",  "arjun", "beatriz", "ben",   "carla",  "chen",  "chloe",   "clara",
      "daniel", "david", "diego", "dmitri", "elena", "emeka", "emma",    "erik",  "fatima", "felix", "gabriel", "grace",
      "hana",   "hugo",  "ines",  "ingrid", "ivan",  "jakob", "james",   "jana",  "jonas",  "julia", "kai",     "karin",
      "kofi",   "lars",  "laura", "leila",  "liam",  "lucia", "marco",   "maria", "mei",    "mila",  "nadia",   "nils",
      "noah",   "olga",  "omar",  "paula",  "pedro", "priya", "rania",   "rosa",  "sami",   "sofia", "tomas",   "yuki"};
  return kNames;
}

const std::vector<std::string_view>& last_names() {
  static const Texts kNames = {
      "adeyemi", "almeida",  "andersson", "baker",     "bauer",     "becker",  "bennett", "bianchi", "brandt",
      "carter",  "castro",   "chandra",   "cohen",     "costa",     "davies",  "delgado", "dubois",  "eriksen",
      "evans",   "farouk",   "fischer",   "fontaine",  "garcia",    "gupta",   "haddad",  "hansen",  "hoffmann",
      "hughes",  "ito",      "ivanova",   "jansen",    "johnson",   "kaya",    "keller",  "kimura",  "klein",
      "kovacs",  "kowalski", "larsen",    "lefevre",   "lopez",     "maier",   "martin",  "mensah",  "meyer",
      "moreau",  "morris",   "mueller",   "nakamura",  "nguyen",    "nilsen",  "novak",   "okafor",  "olsen",
      "park",    "patel",    "pereira",   "petrov",    "popescu",   "price",   "ramirez", "reyes",   "richter",
      "rossi",   "sanchez",  "santos",    "schmidt",   "schneider", "shah",    "silva",   "singh",   "smith",
      "sokolov", "suzuki",   "svensson",  "takahashi", "tanaka",    "taylor",  "tran",    "turner",  "vargas",
      "vogel",   "walker",   "wang",      "weber",     "white",     "winkler", "wong",    "yilmaz",  "zimmermann"};
  return kNames;
}

const std::vector<std::string_view>& sites() {
  static const Texts kSites = {"berlin", "rotterdam", "lyon",      "leeds", "gdansk", "memphis",
                               "reno",   "laredo",    "monterrey", "osaka", "pune",   "penang"};
  return kSites;
}

const std::vector<std::string_view>& hard_names() {
  static const Texts kNames = {
      "o'neil & sons",          // an ampersand and an apostrophe
      "kiosk <lobby>",          // looks like markup
      "\"spare\" tablet",       // quotes
      "田中 花子",              // CJK
      "łukasz żółć",            // letters of two bytes
      "📱 demo 👩‍🔧",  // four bytes, and a joined emoji
      "ward ]]> 4",             // the end of a CDATA section
      "نورة",                   // right to left
      "a,b;c",                  // what CSV separates by
      "=SUM(A1:A9)",            // what a spreadsheet would run
  };
  return kNames;
}

const std::vector<std::string_view>& hard_texts() {
  static const Texts kTexts = {
      "Profile text: <b>bold</b> & \"quoted\" &amp; not decoded",
      "Script found: if (a[b[0]]>c) { x = '<![CDATA['; } ]]> end ]]]]>>",
      "メモ: 端末を返却してください\nNotiz: Gerät zurückgeben 📦",
      "Path\tC:\\temp\\\ttabbed\tcolumns",
      "  indented first line\n\n\nblank lines above, blanks at the end  ",
      "comma, semicolon; \"quote\"\n'apostrophe' = +1 -1 @x",
  };
  return kTexts;
}

}  // namespace sluice::sim
