#include "script_task.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "exporter/exporter.h"
#include "exporter/row_json.h"
#include "query/group.h"
#include "query/sort.h"
#include "script_json.h"

namespace sluice {
namespace {

// One piece of an answer: small enough that the browser reads it in a blink.
constexpr size_t kRowsInPiece = 256;

class Viewed : public ScriptTask {
 public:
  Viewed(std::shared_ptr<const Store> store, View view) : store_(std::move(store)), view_(std::move(view)) {}

  Work work(Fuel fuel, platform::Bridge& bridge, platform::Ticket ticket) final {
    if (!ready_) {
      if (view_.stale() && view_.work(fuel) == Work::kMore) return Work::kMore;
      ready_ = true;
    }
    return answer(fuel, bridge, ticket);
  }

 protected:
  virtual Work answer(Fuel fuel, platform::Bridge& bridge, platform::Ticket ticket) = 0;
  const std::vector<RowId>& rows() const { return view_.rows(); }
  const Table& table() const { return view_.table(); }

 private:
  std::shared_ptr<const Store> store_;
  View view_;
  bool ready_ = false;
};

class RowsTask final : public Viewed {
 public:
  RowsTask(std::shared_ptr<const Store> store, View view, std::vector<ColumnId> columns,
           const RowsRequest& request)
      : Viewed(std::move(store), std::move(view)),
        json_(table(), std::move(columns), false),
        next_(request.offset),
        left_(request.limit) {}

 protected:
  Work answer(Fuel fuel, platform::Bridge& bridge, platform::Ticket ticket) override {
    const size_t there = next_ < rows().size() ? rows().size() - next_ : 0;
    const size_t count = std::min({there, left_, kRowsInPiece, std::max<size_t>(1, fuel.units)});
    if (count == 0) {
      bridge.settle(ticket, R"({"value":{"total":)" + std::to_string(rows().size()) + "}}");
      return Work::kDone;
    }
    std::string piece = "[";
    for (size_t i = 0; i < count; ++i) {
      if (i > 0) piece += ',';
      json_.append(piece, rows()[next_ + i]);
    }
    piece += ']';
    bridge.send_rows(ticket, piece);
    next_ += count;
    left_ -= count;
    return Work::kMore;
  }

 private:
  RowJson json_;
  size_t next_;
  size_t left_;
};

class CountTask final : public Viewed {
 public:
  using Viewed::Viewed;

 protected:
  Work answer(Fuel, platform::Bridge& bridge, platform::Ticket ticket) override {
    bridge.settle(ticket, R"({"value":)" + std::to_string(rows().size()) + "}");
    return Work::kDone;
  }
};

class GroupTask final : public Viewed {
 public:
  GroupTask(std::shared_ptr<const Store> store, View view, std::vector<ColumnId> by,
            std::optional<ColumnId> distinct)
      : Viewed(std::move(store), std::move(view)), by_(std::move(by)), distinct_(distinct) {}

 protected:
  Work answer(Fuel fuel, platform::Bridge& bridge, platform::Ticket ticket) override {
    if (!groups_) groups_.emplace(table(), rows(), by_, distinct_);
    if (groups_->work(fuel) == Work::kMore) return Work::kMore;
    const size_t end = std::min(groups_->size(), next_ + kRowsInPiece);
    if (next_ == end) {
      bridge.settle(ticket, R"({"value":{}})");
      return Work::kDone;
    }
    std::string piece = "[";
    for (size_t i = next_; i < end; ++i) {
      if (i > next_) piece += ',';
      append_group_json(piece, table(), by_, groups_->row(i), distinct_.has_value());
    }
    piece += ']';
    bridge.send_rows(ticket, piece);
    next_ = end;
    return Work::kMore;
  }

 private:
  std::vector<ColumnId> by_;
  std::optional<ColumnId> distinct_;
  std::optional<GroupCount> groups_;
  size_t next_ = 0;
};

class ExportTask final : public ScriptTask {
 public:
  explicit ExportTask(std::unique_ptr<ExportJob> job) : job_(std::move(job)) {}

  Work work(Fuel fuel, platform::Bridge& bridge, platform::Ticket ticket) override {
    std::string bytes;
    const Work more = job_->work(fuel, bytes);
    if (!bytes.empty()) bridge.send_bytes(ticket, bytes);
    if (more == Work::kDone) bridge.settle(ticket, export_answer_json(*job_));
    return more;
  }

 private:
  std::unique_ptr<ExportJob> job_;
};

// The view that answers the question, not built yet.
Result<View> make_view(const Question& question) {
  Result<const Table*> table = table_named(question);
  if (!table) return table.error();
  View view(*table.value());
  if (const std::optional<FilterError> wrong = view.set_filter(question.filter, question.now)) {
    return Error{"invalid_filter", wrong->message};
  }
  Result<std::vector<SortKey>> keys = parse_sort(question.sort, *table.value());
  if (!keys) return keys.error();
  view.set_sort(keys.take());
  return view;
}

}  // namespace

Result<const Table*> table_named(const Question& question) {
  if (const Table* table = question.store ? question.store->find(question.table) : nullptr) return table;
  std::string known;
  for (const Source& source : sources()) {
    for (const std::string_view table : source.tables) known += (known.empty() ? "" : ", ") + std::string(table);
  }
  return Error{"unknown_table",
               "There is no table \"" + shorten(question.table, 100) + "\". There are: " + known + "."};
}

NewTask make_rows_task(const Question& question, RowsRequest request) {
  Result<View> view = make_view(question);
  if (!view) return view.error();
  Result<std::vector<ColumnId>> columns = find_columns(view.value().table(), request.columns);
  if (!columns) return columns.error();
  return NewTask(std::make_unique<RowsTask>(question.store, view.take(), columns.take(), request));
}

NewTask make_count_task(const Question& question) {
  Result<View> view = make_view(question);
  if (!view) return view.error();
  return NewTask(std::make_unique<CountTask>(question.store, view.take()));
}

NewTask make_group_task(const Question& question, const GroupRequest& request) {
  Result<View> view = make_view(question);
  if (!view) return view.error();
  if (request.by.empty() || request.by.size() > kGroupColumnsMax) {
    return Error{"invalid_parameter", "by must name 1 to " + std::to_string(kGroupColumnsMax) + " columns."};
  }
  Result<std::vector<ColumnId>> by = find_columns(view.value().table(), request.by);
  if (!by) return by.error();
  std::optional<ColumnId> distinct;
  if (!request.distinct.empty()) {
    Result<std::vector<ColumnId>> found = find_columns(view.value().table(), {request.distinct});
    if (!found) return found.error();
    distinct = found.value().front();
  }
  return NewTask(std::make_unique<GroupTask>(question.store, view.take(), by.take(), distinct));
}

NewTask make_export_task(std::unique_ptr<ExportJob> job) {
  return NewTask(std::make_unique<ExportTask>(std::move(job)));
}

}  // namespace sluice
