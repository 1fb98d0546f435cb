#include "query/cell_order.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/number.h"

namespace sluice {
namespace {

// A table of one column with the given cells: what follows a "#" is a number, all else is text.
class OneColumn {
 public:
  OneColumn(ColumnType type, const std::vector<std::string>& cells, std::vector<std::string> values = {})
      : table_("t", {{"c", type, std::move(values)}}) {
    for (const std::string& cell : cells) {
      table_.append_row(0);
      if (cell[0] == '#') {
        table_.set_number(0, *parse_int(cell.substr(1)));
      } else {
        table_.set_text(0, cell);
      }
    }
    table_.commit();
  }

  // The cells' texts in their order.
  std::vector<std::string> sorted() const {
    const CellOrder order(table_, 0);
    std::vector<RowId> rows(table_.row_end());
    for (RowId row = 0; row < rows.size(); ++row) rows[row] = row;
    std::sort(rows.begin(), rows.end(),
              [&](RowId a, RowId b) { return order.compare(table_.cell(a, 0), table_.cell(b, 0)) < 0; });
    std::vector<std::string> texts;
    for (const RowId row : rows) texts.push_back(cell_text(table_.cell(row, 0)));
    return texts;
  }

 private:
  Table table_;
};

using Texts = std::vector<std::string>;

TEST(CellOrder, NumbersByValueAndBeforeTextThatDidNotFit) {
  EXPECT_EQ(OneColumn(ColumnType::kInt, {"x", "#10", "#-3", "a", "#9"}).sorted(), (Texts{"-3", "9", "10", "a", "x"}));
}

TEST(CellOrder, TextWithoutCaseFirstAndWithCaseThen) {
  EXPECT_EQ(OneColumn(ColumnType::kText, {"b", "a", "B", "A", "10", "9"}).sorted(),
            (Texts{"10", "9", "A", "a", "B", "b"}));
}

TEST(CellOrder, EnumsAsDocumentedThenTheOthers) {
  EXPECT_EQ(
      OneColumn(ColumnType::kEnum, {"Zebra", "Fixed", "New", "Apple", "Active"}, {"New", "Active", "Fixed"}).sorted(),
      (Texts{"New", "Active", "Fixed", "Apple", "Zebra"}));
}

TEST(CellOrder, RealsByValueThenWhatIsNoNumber) {
  EXPECT_EQ(OneColumn(ColumnType::kReal, {"unknown", "10", "9.5", "-1", "-20", "0"}).sorted(),
            (Texts{"-20", "-1", "0", "9.5", "10", "unknown"}));
}

TEST(CellOrder, LeadingPartsNeverContradictTheWholeTexts) {
  const Texts texts = {"", "a", "A", "ab", "abcdefgh", "abcdefghi", "ABCDEFGHI", "b", "1", "-1", "2.5", "New", "\xFF"};
  for (const ColumnType type : {ColumnType::kText, ColumnType::kReal, ColumnType::kEnum}) {
    const Table table("t", {{"c", type, {"New", "b"}}});
    const CellOrder order(table, 0);
    for (const std::string& a : texts) {
      for (const std::string& b : texts) {
        const int compared = order.compare_texts(a, b);
        EXPECT_TRUE(order.leading(a) >= order.leading(b) || compared < 0) << a << " | " << b;
        EXPECT_EQ(compared == 0, a == b) << a << " | " << b;
      }
    }
  }
}

}  // namespace
}  // namespace sluice
