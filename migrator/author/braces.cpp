// A braced list of C++ source.
#include "migrator/author/braces.hpp"

#include "migrator/author/source_text.hpp"

namespace migrator::author {

Braces& Braces::add(std::string item) {
    items_.push_back(std::move(item));
    return *this;
}

Braces& Braces::field(const std::string& name, const std::string& value) {
    return add("." + name + " = " + value);
}

Braces& Braces::quoted(const std::string& name, const std::string& text) {
    return text.empty() ? *this : field(name, source_of_text(text));
}

Braces& Braces::texts(const std::string& name, const std::vector<std::string>& texts) {
    return texts.empty() ? *this : field(name, source_of_texts(texts));
}

Braces& Braces::flag(const std::string& name, bool is_set) {
    return is_set ? field(name, "true") : *this;
}

Braces& Braces::append(const Braces& other) {
    items_.insert(items_.end(), other.items_.begin(), other.items_.end());
    return *this;
}

std::string Braces::text() const {
    std::string text = type_ + "{";
    for (std::size_t i = 0; i < items_.size(); ++i) {
        if (layout_ == Layout::one_a_line)
            text += "\n" + items_[i] + ",";
        else
            text += (i == 0 ? "" : ", ") + items_[i];
    }
    return text + (layout_ == Layout::one_a_line && !items_.empty() ? "\n}" : "}");
}

}  // namespace migrator::author
