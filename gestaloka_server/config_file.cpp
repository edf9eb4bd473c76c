// CLI11 takes each line without a = for the name of a flag, skips what is shorter than three characters, and repeats
// what it does not know.
#include "gestaloka_server/config_file.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <sstream>

namespace gestaloka {

namespace {

std::string trimmed(const std::string& text) {
    return CLI::detail::trim_copy(text);
}

bool is_name(const std::string& text) {
    const auto is_of_name = [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.'; };
    return !text.empty() && std::all_of(text.begin(), text.end(), is_of_name);
}

const CLI::App* find_command(const CLI::App& app, const std::string& name) {
    const auto commands = app.get_subcommands([&](const CLI::App* command) { return command->get_name() == name; });
    return commands.empty() ? nullptr : commands.front();
}

class LineCheck {
 public:
    LineCheck(const CLI::App& app, std::istream& input)
        : app_(app), path_(app.get_config_ptr()->as<std::string>()), input_(input) {}

    void run() {
        while (next_line()) {
            if (line_.empty() || line_.front() == '#' || line_.front() == ';') continue;
            if (line_.front() == '[')
                open_section();
            else
                check_setting();
        }
    }

 private:
    bool next_line() {
        if (!std::getline(input_, line_)) return false;
        line_ = trimmed(line_);
        ++number_;
        return true;
    }

    [[noreturn]] void refuse(const std::string& reason, int number) const {
        throw CLI::ConfigError(path_ + " line " + std::to_string(number) + ": " + reason);
    }

    void open_section() {
        std::string name = line_.substr(1, line_.size() - 2);
        if (name.starts_with('[') && name.ends_with(']')) name = name.substr(1, name.size() - 2);
        if (!line_.ends_with(']') || !is_name(name)) refuse("a section is written [NAME]", number_);
        section_ = &app_;
        if (CLI::detail::to_lower(name) == "default") return;
        for (const std::string& part : CLI::detail::split(name, '.')) {
            section_ = find_command(*section_, part);
            if (section_ == nullptr) refuse("there is no section " + name, number_);
        }
    }

    void check_setting() {
        const int number = number_;
        const std::size_t sign = line_.find('=');
        std::string name = trimmed(line_.substr(0, sign == std::string::npos ? line_.find('#') : sign));
        CLI::detail::remove_quotes(name);
        if (!is_name(name)) refuse("a setting is written NAME = VALUE", number);
        const CLI::App* owner = section_;
        std::vector<std::string> path = CLI::detail::split(name, '.');
        for (std::size_t i = 0; i + 1 < path.size() && owner != nullptr; ++i)
            owner = find_command(*owner, path[i]);
        if (owner == nullptr || owner->get_option_no_throw("--" + path.back()) == nullptr)
            refuse(sign == std::string::npos ? "a setting is written NAME = VALUE" : "there is no option " + name,
                   number);
        if (sign != std::string::npos) check_value(name, line_.substr(sign + 1), number);
    }

    // A list may go on over lines.
    void check_value(const std::string& name, const std::string& text, int number) {
        std::string value = trimmed(text.substr(0, text.find('#')));
        if (value.size() < 2 || !value.starts_with('[')) return;
        while (!value.ends_with(']')) {
            if (!next_line()) refuse("the list of " + name + " has no end", number);
            value += line_;
        }
        // CLI11 2.1 reads the first value of an empty list, and crashes.
        if (trimmed(value.substr(1, value.size() - 2)).empty()) refuse(name + " has a list without a value", number);
    }

    const CLI::App& app_;
    const CLI::App* section_ = &app_;
    const std::string path_;
    std::istream& input_;
    std::string line_;
    int number_ = 0;
};

}  // namespace

std::vector<CLI::ConfigItem> ConfigFile::from_config(std::istream& input) const {
    const std::string text(std::istreambuf_iterator<char>(input), {});
    std::istringstream checked(text);
    LineCheck(app_, checked).run();
    std::istringstream read(text);
    std::vector<CLI::ConfigItem> entries = CLI::ConfigTOML::from_config(read);
    for (const CLI::ConfigItem& entry : entries) {
        const bool is_mark_of_a_section = entry.name == "++" || entry.name == "--";
        if (entry.inputs.empty() && !is_mark_of_a_section)
            throw CLI::ConfigError(entry.fullname() + " has a list without a value");
    }
    return entries;
}

}  // namespace gestaloka
