// The envelope in which the gateway says why it refuses (api-reference.md 7.3): SIMPLE_RETURN/RESPONSE/{DATETIME,
// CODE?, TEXT, ITEM_LIST?/ITEM*/{KEY, VALUE}}. Every part may be missing; what is missing is "".
#pragma once

#include <string>

#include "decode/xml_record.h"

namespace sluice {

inline constexpr std::string_view kSimpleReturnRoot = "SIMPLE_RETURN";
inline constexpr size_t kErrorTextBytesMax = 2000;  // a longer TEXT is shortened

struct SimpleReturn {
  std::string datetime;
  std::string code;
  std::string text;  // TEXT, with the items behind it as "key: value"
};

// `root` is the SIMPLE_RETURN element of what `record` has parsed.
SimpleReturn read_simple_return(XmlRecord& record, XmlElement root);

}  // namespace sluice
