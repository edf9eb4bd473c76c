// A braced list of C++ source: `Index{.name = "a", .keys = {"b"}}`, or one item a line.
#pragma once

#include <string>
#include <vector>

namespace migrator::author {

class Braces {
 public:
    /// How the list is laid out before a formatter sees it. A trailing comma makes clang-format keep one item a line.
    enum class Layout { one_line, one_a_line };

    explicit Braces(std::string type = {}) : type_(std::move(type)) {}
    explicit Braces(Layout layout) : layout_(layout) {}

    Braces& add(std::string item);
    /// `.name = value`
    Braces& field(const std::string& name, const std::string& value);

    // Fields that are left out when they have their default.
    Braces& quoted(const std::string& name, const std::string& text);
    Braces& texts(const std::string& name, const std::vector<std::string>& texts);
    Braces& flag(const std::string& name, bool is_set);

    /// Takes over the items of `other`.
    Braces& append(const Braces& other);

    bool empty() const { return items_.empty(); }
    std::string text() const;

 private:
    std::string type_ = {};
    Layout layout_ = Layout::one_line;
    std::vector<std::string> items_ = {};
};

}  // namespace migrator::author
