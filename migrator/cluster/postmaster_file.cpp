// The lines are those of PostgreSQL's src/include/utils/pidfile.h, the same since version 10.
#include "migrator/cluster/postmaster_file.hpp"

#include <charconv>
#include <vector>

#include "migrator/cluster/files.hpp"

namespace migrator::cluster {

namespace {

std::vector<std::string_view> complete_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    return lines;
}

template <class Number>
Number parse_number(std::string_view text) {
    Number number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

std::optional<PostmasterFile> parse_postmaster_file(std::string_view text) {
    enum Line : std::size_t { process, data_directory, start_time, port, socket_directory, address, memory, status };
    const auto lines = complete_lines(text);
    if (lines.empty()) return std::nullopt;
    PostmasterFile file;
    file.process = parse_number<pid_t>(lines[process]);
    if (file.process <= 0) return std::nullopt;  // negative: a single-user server
    if (lines.size() > port) file.port = parse_number<int>(lines[port]);
    if (lines.size() > socket_directory) file.socket_directory = lines[socket_directory];
    file.is_ready = lines.size() > status && lines[status].starts_with("ready");
    return file;
}

std::optional<PostmasterFile> read_postmaster_file(const std::filesystem::path& data) {
    const auto text = read_file(data / "postmaster.pid");
    if (!text) return std::nullopt;
    return parse_postmaster_file(*text);
}

}  // namespace migrator::cluster
