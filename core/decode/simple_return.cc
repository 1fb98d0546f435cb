#include "decode/simple_return.h"

#include "base/text.h"

namespace sluice {
namespace {

constexpr size_t kItemsMax = 20;

std::string_view child_text(XmlRecord& record, XmlElement parent, std::string_view name) {
  const XmlElement child = parent.child(name);
  return child ? trim(record.text(child, OuterSpace::kTrim).value) : std::string_view();
}

void append_items(XmlRecord& record, XmlElement list, std::string& text) {
  size_t count = 0;
  for (XmlElement item = list.first_child(); item && count < kItemsMax; item = item.next_sibling(), ++count) {
    const std::string_view key = child_text(record, item, "KEY");
    const std::string_view value = child_text(record, item, "VALUE");
    if (key.empty() && value.empty()) continue;
    text += count == 0 ? " (" : ", ";
    text.append(key).append(": ").append(value);
  }
  if (count > 0) text += ")";
}

}  // namespace

SimpleReturn read_simple_return(XmlRecord& record, XmlElement root) {
  SimpleReturn answer;
  const XmlElement response = root.child("RESPONSE");
  if (!response) return answer;
  answer.datetime = child_text(record, response, "DATETIME");
  answer.code = shorten(child_text(record, response, "CODE"), kErrorTextBytesMax);
  answer.text = child_text(record, response, "TEXT");
  if (const XmlElement items = response.child("ITEM_LIST")) append_items(record, items, answer.text);
  answer.text = shorten(answer.text, kErrorTextBytesMax);
  return answer;
}

}  // namespace sluice
