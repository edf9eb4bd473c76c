// The manual page in roff.
#include "migrator/cli/manual_page.hpp"

#include <sstream>

namespace migrator::cli {

namespace {

// Text of a roff line: hyphens stay hyphens, and a leading dot or quote is no request.
std::string roff(const std::string& text) {
    std::string escaped;
    if (text.starts_with('.') || text.starts_with('\'')) escaped += "\\&";
    for (const char c : text) {
        if (c == '\\') {
            escaped += "\\e";
            continue;
        }
        if (c == '-') escaped += '\\';
        escaped += c;
    }
    return escaped;
}

std::string upper_case(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

std::string synopsis_of(const CommandPage& page) {
    std::string text = "\\fB" + roff(page.name) + "\\fR";
    for (const CommandOption& argument : page.arguments) {
        const std::string value = "\\fI" + roff(argument.value) + "\\fR" + (argument.repeats ? "\\&..." : "");
        text += argument.is_required ? " " + value : " [" + value + "]";
    }
    return text;
}

void print_option(const CommandOption& option, std::ostream& out) {
    out << ".TP\n";
    const char* separator = "";
    for (const std::string& name : option.names) {
        out << separator << "\\fB" << roff(name) << "\\fR";
        separator = ", ";
    }
    if (!option.value.empty()) out << (option.names.empty() ? "" : " ") << "\\fI" << roff(option.value) << "\\fR";
    out << "\n" << roff(option.help) << "\n";
}

void print_page(const std::string& program, const std::string& version, const std::vector<CommandPage>& pages,
                std::ostream& out) {
    out << ".TH " << upper_case(program) << "\\-MIGRATE 1 \"\" \"" << roff(program + " " + version) << "\"\n";
    out << ".SH NAME\n" << roff(program) << "\\-migrate \\- work on the revisions of the server's database\n";
    out << ".SH SYNOPSIS\n.B " << roff(program) << "\n[\\fIOPTION\\fR]... \\fBmigrate\\fR \\fICOMMAND\\fR ...\n";
    out << ".SH DESCRIPTION\nA revision is written as its id or the beginning of it, at least four characters.\n"
           "Each command ends with the exit code that its outcome has below.\n";
    std::string group;
    for (const CommandPage& page : pages) {
        if (page.group != group) out << ".SH " << upper_case(page.group) << "\n";
        group = page.group;
        out << ".SS " << synopsis_of(page) << "\n" << roff(page.help) << ".\n";
        for (const CommandOption& argument : page.arguments)
            print_option(argument, out);
        for (const CommandOption& option : page.options)
            if (option.names.back() != "--help") print_option(option, out);
    }
}

constexpr ErrorKind kinds[] = {ErrorKind::pending,     ErrorKind::step_failed,    ErrorKind::lock_timeout,
                               ErrorKind::ahead,       ErrorKind::diverged,       ErrorKind::torn,
                               ErrorKind::unavailable, ErrorKind::privilege,      ErrorKind::interrupted,
                               ErrorKind::lock_lost,   ErrorKind::commit_unknown, ErrorKind::usage,
                               ErrorKind::internal};

}  // namespace

std::string manual_page(const std::string& program, const std::string& version, const std::vector<CommandPage>& pages) {
    std::ostringstream out;
    print_page(program, version, pages, out);
    out << ".SH EXIT STATUS\n.TP\n.B 0\ndone, nothing to do, or ahead by additive revisions only\n";
    for (const ErrorKind kind : kinds)
        out << ".TP\n.B " << exit_code(kind) << "\n" << to_string(kind) << "\n";
    return out.str();
}

}  // namespace migrator::cli
