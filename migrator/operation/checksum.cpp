// The canonical form: unambiguous text that depends on meaning alone.
#include "migrator/operation/checksum.hpp"

#include <charconv>

#include "migrator/operation/fields.hpp"
#include "migrator/support/digest.hpp"

namespace migrator {

namespace {

class CanonicalWriter {
 public:
    // A field that has its type's default value is left out.
    template <class Field>
    void operator()(const char* name, const Field& field) {
        if (field == Field{}) return;
        text_ += name;
        text_ += '=';
        write(field);
        text_ += ';';
    }

    void write(const std::string& value) { text_ += std::to_string(value.size()) + ":" + value; }
    void write(bool value) { text_ += value ? "true" : "false"; }
    void write(long long value) { text_ += std::to_string(value); }
    void write(double value) {
        char digits[32];
        text_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
    }
    void write(std::monostate) { text_ += "null"; }

    template <class T>
    void write(const std::optional<T>& value) {
        if (value) write(*value);
    }
    template <class T>
    void write(const std::vector<T>& values) {
        text_ += '[';
        for (const T& value : values) {
            write(value);
            text_ += ',';
        }
        text_ += ']';
    }
    void write(const Value& value) {
        std::visit([this](const auto& alternative) { write(alternative); }, value);
    }
    template <class T>
    requires requires(const T& value, CanonicalWriter& writer) { fields(value, writer); }
    void write(const T& value) {
        text_ += '{';
        fields(value, *this);
        text_ += '}';
    }

    void write_operation(const Operation& operation) {
        text_ += operation_name(operation);
        std::visit([this](const auto& alternative) { write(alternative); }, operation);
        text_ += '\n';
    }

    std::string take() { return std::move(text_); }

 private:
    std::string text_;
};

}  // namespace

const char* operation_name(const Operation& operation) {
    return std::visit([](const auto& alternative) { return name_of(alternative); }, operation);
}

std::string canonical_text(const std::vector<Operation>& operations) {
    CanonicalWriter writer;
    for (const Operation& operation : operations)
        writer.write_operation(operation);
    return writer.take();
}

std::string checksum(const std::vector<Operation>& operations) {
    return digest_hex(canonical_text(operations));
}

}  // namespace migrator
