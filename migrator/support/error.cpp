// Exit codes, and the one place where an error becomes text for humans.
#include "migrator/support/error.hpp"

#include <utility>

namespace migrator {

int exit_code(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::usage:
            return 64;
        case ErrorKind::pending:
            return 10;
        case ErrorKind::step_failed:
            return 11;
        case ErrorKind::lock_timeout:
            return 12;
        case ErrorKind::ahead:
            return 13;
        case ErrorKind::diverged:
            return 14;
        case ErrorKind::torn:
            return 15;
        case ErrorKind::unavailable:
            return 16;
        case ErrorKind::privilege:
            return 17;
        case ErrorKind::interrupted:
            return 18;
        case ErrorKind::lock_lost:
            return 18;
        case ErrorKind::commit_unknown:
            return 19;
        case ErrorKind::internal:
            return 70;
    }
    return 70;
}

const char* to_string(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::usage:
            return "usage";
        case ErrorKind::pending:
            return "pending";
        case ErrorKind::step_failed:
            return "step_failed";
        case ErrorKind::lock_timeout:
            return "lock_timeout";
        case ErrorKind::ahead:
            return "ahead";
        case ErrorKind::diverged:
            return "diverged";
        case ErrorKind::torn:
            return "torn";
        case ErrorKind::unavailable:
            return "unavailable";
        case ErrorKind::privilege:
            return "privilege";
        case ErrorKind::interrupted:
            return "interrupted";
        case ErrorKind::lock_lost:
            return "lock_lost";
        case ErrorKind::commit_unknown:
            return "commit_unknown";
        case ErrorKind::internal:
            return "internal";
    }
    return "internal";
}

Error::Error() : details_(std::make_unique<ErrorDetails>()) {}

Error::Error(ErrorKind kind, std::string message) : Error() {
    details_->kind = kind;
    details_->message = std::move(message);
}

Error& Error::sqlstate(std::string value) & {
    details_->sqlstate = std::move(value);
    return *this;
}

Error& Error::statement(std::string sql, int position) & {
    details_->statement = std::move(sql);
    details_->position = position;
    return *this;
}

Error& Error::statement_number(int number) & {
    details_->statement_number = number;
    return *this;
}

Error& Error::detail(std::string value) & {
    details_->detail = std::move(value);
    return *this;
}

Error& Error::hint(std::string value) & {
    details_->hint = std::move(value);
    return *this;
}

Error& Error::within(std::string place) & {
    details_->context.push_back(std::move(place));
    return *this;
}

Error& Error::become(ErrorKind kind) & {
    details_->kind = kind;
    return *this;
}

Error Error::clone() const {
    Error copy;
    *copy.details_ = *details_;
    return copy;
}

std::string summary(const Error& error) {
    const ErrorDetails& details = error.details();
    std::string text;
    for (auto place = details.context.rbegin(); place != details.context.rend(); ++place)
        text += *place + ": ";
    text += details.message;
    if (!details.sqlstate.empty()) text += " (" + details.sqlstate + ")";
    return text;
}

namespace {

// Byte offset of the 1-based UTF-8 character `position`, at most the size of the text.
std::size_t byte_of_character(const std::string& text, int position) {
    std::size_t byte = 0;
    for (int character = 1; byte < text.size(); ++byte) {
        const bool starts_character = (static_cast<unsigned char>(text[byte]) & 0xC0) != 0x80;
        if (starts_character && character++ == position) break;
    }
    return byte;
}

void append_indented(std::string& out, const char* label, const std::string& text) {
    if (text.empty()) return;
    out += "\n  ";
    out += label;
    for (char c : text) {
        out += c;
        if (c == '\n') out += "    ";
    }
}

}  // namespace

std::string full_text(const Error& error) {
    const ErrorDetails& details = error.details();
    std::string text = summary(error);
    append_indented(text, "detail: ", details.detail);
    if (!details.statement.empty()) {
        std::string statement = details.statement;
        if (details.position > 0) statement.insert(byte_of_character(statement, details.position), "-->");
        constexpr std::size_t longest_shown = 2000;
        if (statement.size() > longest_shown) statement = statement.substr(0, longest_shown) + " ...";
        append_indented(text, "statement: ", statement);
    }
    append_indented(text, "hint: ", details.hint);
    return text;
}

}  // namespace migrator
