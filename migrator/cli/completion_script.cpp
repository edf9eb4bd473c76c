// One generator a shell.
#include "migrator/cli/completion_script.hpp"

#include <cctype>
#include <sstream>

namespace migrator::cli {

namespace {

using Pages = std::vector<CommandPage>;

std::string identifier_of(const std::string& program) {
    std::string name = "_";
    for (const char c : program)
        name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    return name;
}

std::string words_of(const CommandPage& page) {
    std::string words;
    for (const CommandOption& option : page.options)
        for (const std::string& name : option.names)
            words += (words.empty() ? "" : " ") + name;
    return words;
}

bool takes_revisions(const CommandPage& page) {
    for (const CommandOption& argument : page.arguments)
        if (argument.value == "TARGET" || argument.value.starts_with("REV")) return true;
    return false;
}

constexpr const char* symbols = "head heads base";

void print_bash(const Pages& pages, const std::string& program, std::ostream& out) {
    const std::string function = identifier_of(program) + "_migrate";
    out << "# bash completion for `" << program << " migrate`\n" << function << "() {\n";
    out << R"sh(    local current="${COMP_WORDS[COMP_CWORD]}" command="" words="" i
    for ((i = 1; i < COMP_CWORD; i++)); do
        if [ "${COMP_WORDS[i]}" = migrate ]; then
            ((i + 1 < COMP_CWORD)) && command="${COMP_WORDS[i + 1]}"
            [ -z "$command" ] && command=" "
            break
        fi
    done
    case "$command" in
)sh";
    out << "        '') words=migrate ;;\n        ' ') words=\"";
    const char* separator = "";
    for (const CommandPage& page : pages) {
        out << separator << page.name;
        separator = " ";
    }
    out << "\" ;;\n";
    for (const CommandPage& page : pages)
        out << "        " << page.name << ") words=\"" << words_of(page)
            << (takes_revisions(page) ? std::string(" ") + symbols : std::string()) << "\" ;;\n";
    out << "    esac\n    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n}\n";
    out << "complete -o default -F " << function << " " << program << "\n";
}

// Inside a zsh description: brackets and colons are its own.
std::string zsh_text(const std::string& text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '\'') {
            escaped += "'\\''";
            continue;
        }
        if (c == '[' || c == ']' || c == ':' || c == '\\') escaped += '\\';
        escaped += c;
    }
    return escaped;
}

void print_zsh(const Pages& pages, const std::string& program, std::ostream& out) {
    const std::string function = identifier_of(program);
    out << "#compdef " << program << "\n# zsh completion for `" << program << " migrate`\n" << function << "() {\n";
    out << "    local -a commands\n    local at=${words[(i)migrate]}\n    commands=(\n";
    for (const CommandPage& page : pages)
        out << "        '" << page.name << ":" << zsh_text(page.help) << "'\n";
    out << R"sh(    )
    if ((at >= CURRENT)); then
        compadd migrate
        return
    elif ((at + 1 == CURRENT)); then
        _describe command commands
        return
    fi
    case ${words[at + 1]} in
)sh";
    for (const CommandPage& page : pages) {
        out << "        " << page.name << ")\n            _arguments";
        for (const CommandOption& option : page.options)
            for (const std::string& name : option.names)
                out << " \\\n                '" << name << "[" << zsh_text(option.help) << "]"
                    << (option.value.empty() ? "" : ":" + option.value + ":_files") << "'";
        if (takes_revisions(page)) out << " \\\n                '*:revision:(" << symbols << ")'";
        out << "\n            ;;\n";
    }
    out << "    esac\n}\n" << function << " \"$@\"\n";
}

std::string fish_text(const std::string& text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '\'' || c == '\\') escaped += '\\';
        escaped += c;
    }
    return escaped;
}

void print_fish(const Pages& pages, const std::string& program, std::ostream& out) {
    std::string names;
    for (const CommandPage& page : pages)
        names += (names.empty() ? "" : " ") + page.name;
    out << "# fish completion for `" << program << " migrate`\n";
    out << "complete -c " << program << " -n 'not __fish_seen_subcommand_from migrate' -a migrate"
        << " -d 'Work on the database'\\''s revisions'\n";
    for (const CommandPage& page : pages) {
        out << "complete -c " << program << " -f -n '__fish_seen_subcommand_from migrate; and not "
            << "__fish_seen_subcommand_from " << names << "' -a " << page.name << " -d '" << fish_text(page.help)
            << "'\n";
        const std::string here =
            " -n '__fish_seen_subcommand_from migrate; and __fish_seen_subcommand_from " + page.name + "'";
        for (const CommandOption& option : page.options) {
            out << "complete -c " << program << here;
            for (const std::string& name : option.names)
                out << (name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1));
            out << (option.value.empty() ? "" : " -r") << " -d '" << fish_text(option.help) << "'\n";
        }
        if (takes_revisions(page)) out << "complete -c " << program << " -f" << here << " -a '" << symbols << "'\n";
    }
}

}  // namespace

Result<std::string> completion_script(const std::string& shell, const std::string& program,
                                      const std::vector<CommandPage>& pages) {
    std::ostringstream out;
    if (shell == "bash")
        print_bash(pages, program, out);
    else if (shell == "zsh")
        print_zsh(pages, program, out);
    else if (shell == "fish")
        print_fish(pages, program, out);
    else
        return failure(ErrorKind::usage, "there is no completion for \"" + shell + "\": bash, zsh or fish");
    return out.str();
}

}  // namespace migrator::cli
