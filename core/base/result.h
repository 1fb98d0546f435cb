// A value or the reason why there is none. The core throws nothing: every failure that a user or a gateway can cause
// travels as an Error. `code` is a stable lower_snake word that scripts compare; `message` is for people and says what
// happened, what was kept and what to do next.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/check.h"

namespace sluice {

struct Error {
  std::string code;
  std::string message;

  bool operator==(const Error&) const = default;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}        // NOLINT: a value is a result
  Result(Error error) : error_(std::move(error)) {}    // NOLINT: an error is a result

  bool ok() const { return value_.has_value(); }
  explicit operator bool() const { return ok(); }

  const T& value() const {
    SLUICE_CHECK(ok());
    return *value_;
  }
  T& value() {
    SLUICE_CHECK(ok());
    return *value_;
  }
  T take() {
    SLUICE_CHECK(ok());
    return std::move(*value_);
  }
  const Error& error() const {
    SLUICE_CHECK(!ok());
    return error_;
  }

 private:
  std::optional<T> value_;
  Error error_;
};

// For commands that give nothing back but success.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT: an error is a result

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  const Error& error() const {
    SLUICE_CHECK(!ok());
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

}  // namespace sluice
