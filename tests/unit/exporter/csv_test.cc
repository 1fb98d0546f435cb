#include "exporter/csv.h"

#include <gtest/gtest.h>

#include "exporter/utf8.h"
#include "unit/exporter/csv_reader.h"
#include "unit/exporter/sample_table.h"

namespace sluice {
namespace {

// The one field of a table of one text.
std::string field(const std::string& text, bool excel_safe = false) {
  ExportOptions options;
  options.excel_safe = excel_safe;
  const std::string file = exported("csv", table_of_texts({text}), {0}, options);
  const std::string head = excel_safe ? "\xEF\xBB\xBF"
                                        "a\r\n"
                                      : "a\r\n";
  EXPECT_EQ(file.substr(0, head.size()), head);
  EXPECT_EQ(file.substr(file.size() - 2), "\r\n");
  return file.substr(head.size(), file.size() - head.size() - 2);
}

TEST(Csv, HasAHeaderAlsoWithoutRows) { EXPECT_EQ(exported("csv", table_of_texts({}), {}), "a\r\n"); }

TEST(Csv, LinesEndInCrlfAndMissingCellsAreEmpty) {
  Table table("t", {{"a", ColumnType::kText, {}}, {"b", ColumnType::kInt, {}}});
  table.append_row(0);
  table.set_text(0, "x");
  table.append_row(0);
  table.set_number(1, -5);
  table.append_row(0);
  table.commit();
  EXPECT_EQ(exported("csv", table, all_rows(table)), "a,b\r\nx,\r\n,-5\r\n,\r\n");
}

TEST(Csv, QuotesOnlyWhereNeeded) {
  EXPECT_EQ(field("plain text"), "plain text");
  EXPECT_EQ(field("it's; fine|so"), "it's; fine|so");
  EXPECT_EQ(field("a,b"), "\"a,b\"");
  EXPECT_EQ(field("a \"b\""), "\"a \"\"b\"\"\"");
  EXPECT_EQ(field("a\nb"), "\"a\nb\"");
  EXPECT_EQ(field("a\rb"), "\"a\rb\"");
  EXPECT_EQ(field(" a"), "\" a\"");
  EXPECT_EQ(field("a\t"), "\"a\t\"");
  EXPECT_EQ(field("\""), "\"\"\"\"");
}

TEST(Csv, QuotesColumnNamesToo) {
  Table table("t", {{"a,b", ColumnType::kText, {}}});
  EXPECT_EQ(exported("csv", table, {}), "\"a,b\"\r\n");
}

TEST(Csv, ALoneEmptyCellDoesNotMakeAnEmptyLine) {
  Table table("t", {{"a", ColumnType::kText, {}}});
  table.append_row(0);
  table.commit();
  EXPECT_EQ(exported("csv", table, {0}), "a\r\n\"\"\r\n");
}

TEST(Csv, DatetimesAreIsoAndTheWiresSpellingOnRequest) {
  Table table("t", {{"at", ColumnType::kDatetime, {}}, {"status", ColumnType::kEnum, {}}, {"n", ColumnType::kInt, {}}});
  table.append_row(0);
  table.set_number(0, 1619611266, "2021-04-28 12:01:06");
  table.set_text(1, "Reopened", "Re-Opened");
  table.set_missing(2, "null");
  table.commit();
  EXPECT_EQ(exported("csv", table, {0}), "at,status,n\r\n2021-04-28T12:01:06Z,Reopened,\r\n");
  ExportOptions raw;
  raw.raw_text = true;
  EXPECT_EQ(exported("csv", table, {0}, raw), "at,status,n\r\n2021-04-28 12:01:06,Re-Opened,null\r\n");
}

TEST(Csv, WithoutTheOptionNothingIsDoneForSpreadsheets) {
  EXPECT_EQ(field("=1+2"), "=1+2");
  EXPECT_EQ(field(std::string(40000, 'x')).size(), 40000u);
}

TEST(Csv, GuardsFormulasForSpreadsheets) {
  EXPECT_EQ(field("=1+2", true), "'=1+2");
  EXPECT_EQ(field("+1", true), "'+1");
  EXPECT_EQ(field("-x", true), "'-x");
  EXPECT_EQ(field("@SUM(A1)", true), "'@SUM(A1)");
  EXPECT_EQ(field("\tx", true), "'\tx");
  EXPECT_EQ(field("\rx", true), "\"'\rx\"");
  EXPECT_EQ(field("=HYPERLINK(\"x\",\"y\")", true), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
  EXPECT_EQ(field("a=b", true), "a=b");
}

TEST(Csv, ANegativeNumberIsNoFormulaInANumbersColumn) {
  ExportOptions safe;
  safe.excel_safe = true;
  Table table("t", {{"n", ColumnType::kInt, {}}, {"r", ColumnType::kReal, {}}, {"t", ColumnType::kText, {}}});
  table.append_row(0);
  table.set_number(0, -5);
  table.set_text(1, "-7.5");
  table.set_text(2, "-5");
  table.append_row(0);
  table.set_text(0, "-5+cmd");  // did not fit the column
  table.commit();
  EXPECT_EQ(exported("csv", table, all_rows(table), safe), "\xEF\xBB\xBFn,r,t\r\n-5,-7.5,'-5\r\n'-5+cmd,,\r\n");
}

TEST(Csv, GuardsColumnNamesThatCameOverTheWire) {
  ExportOptions safe;
  safe.excel_safe = true;
  Table table("t", {{"=x", ColumnType::kText, {}}});
  EXPECT_EQ(exported("csv", table, {}, safe), "\xEF\xBB\xBF'=x\r\n");
}

TEST(Csv, CutsCellsThatASpreadsheetWouldCutAndSaysSo) {
  EXPECT_EQ(field(std::string(32767, 'x'), true), std::string(32767, 'x')) << "the most that fits";
  const std::string cut = field(std::string(40000, 'x'), true);
  const std::string mark = "[cut: 7256 characters]";
  EXPECT_EQ(cut.substr(cut.size() - mark.size()), mark);
  EXPECT_LE(cut.size(), kExcelCellCharsMax);
  EXPECT_EQ(cut.find('['), 40000u - 7256u) << "what is kept and what the mark says make the whole";
}

TEST(Csv, CutsBetweenCharactersAndCountsAsSpreadsheetsDo) {
  std::string faces;
  for (int i = 0; i < 20000; ++i) faces += "\xF0\x9F\x98\x80";  // two units each
  const std::string cut = field(faces, true);
  EXPECT_LE(utf16_length(cut), kExcelCellCharsMax);
  EXPECT_EQ(cut.find('[') % 4, 0u);
  std::string accents;
  for (int i = 0; i < 32767; ++i) accents += "\xC3\xA9";  // more bytes than fit, but not more characters
  EXPECT_EQ(field(accents, true), accents);
}

TEST(Csv, WritesUtf8WhateverCameIn) { EXPECT_EQ(field("a\xFFz \xC3"), "a\xEF\xBF\xBDz \xEF\xBF\xBD"); }

TEST(Csv, ReadsBackAsItWasWritten) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed);
    const Table table = random_table(random, 20);
    const auto lines = read_csv(exported("csv", table, all_rows(table)));
    ASSERT_EQ(lines.size(), 21u) << "seed " << seed;
    for (size_t line = 0; line < lines.size(); ++line) {
      ASSERT_EQ(lines[line].size(), 4u);
      for (ColumnId column = 0; column < 4; ++column) {
        const std::string expected =
            line == 0 ? table.column(column).name : cell_text(table.cell(static_cast<RowId>(line - 1), column));
        ASSERT_EQ(lines[line][column], expected) << "seed " << seed;
      }
    }
  }
}

}  // namespace
}  // namespace sluice
