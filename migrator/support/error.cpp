// Exit codes, and the one place where an error becomes text for humans.
#include "migrator/support/error.hpp"

#include <algorithm>
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

bool continues_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// Byte offset of the 1-based UTF-8 character `position`, at most the size of the text.
std::size_t byte_of_character(const std::string& text, int position) {
    std::size_t byte = 0;
    for (int character = 1; byte < text.size(); ++byte) {
        if (!continues_character(text[byte]) && character++ == position) break;
    }
    return byte;
}

// The statement with its place marked; of a long one only what surrounds the place, or the beginning.
std::string shown_statement(const std::string& statement, int position) {
    constexpr std::size_t longest = 2000;
    const std::size_t place = position > 0 ? byte_of_character(statement, position) : 0;
    std::size_t start = 0;
    if (statement.size() > longest && place > longest / 2) start = std::min(place, statement.size() - 1) - longest / 2;
    std::size_t end = std::min(statement.size(), start + longest);
    while (start < place && continues_character(statement[start]))
        ++start;
    while (end < statement.size() && continues_character(statement[end]))
        --end;
    std::string text = start > 0 ? "... " : "";
    text += statement.substr(start, place - start);
    if (position > 0) text += "-->";
    text += statement.substr(place, end - place);
    return end < statement.size() ? text + " ..." : text;
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
    append_indented(text, "statement: ", shown_statement(details.statement, details.position));
    append_indented(text, "hint: ", details.hint);
    return text;
}

}  // namespace migrator
