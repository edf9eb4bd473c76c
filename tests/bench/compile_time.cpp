// What compiling one revision file costs, by the very command of the build.
#include "tests/bench/compile_time.hpp"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/bench/child.hpp"
#include "tests/bench/report.hpp"
#include "tests/support/temporary_directory.hpp"

namespace gestaloka::bench {

namespace {

using Words = std::vector<std::string>;

// The compiler and its options, without the launcher, the output and the source.
Words command_of(const std::string& command) {
    std::istringstream in(command);
    Words words;
    bool compiler_seen = false;
    for (std::string word; in >> word;) {
        const bool is_compiler = word.ends_with("g++") || word.ends_with("clang++");
        compiler_seen = compiler_seen || is_compiler;
        if (!compiler_seen) continue;
        if (word == "-o" || word == "-c" || word == "-MT" || word == "-MF") {
            in >> word;
            continue;
        }
        if (word == "-MD") continue;
        words.push_back(word);
    }
    return words;
}

// The same options without the precompiled header.
Words without_included_header(Words words) {
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        if (words[i] == "-include") {
            words.erase(words.begin() + static_cast<std::ptrdiff_t>(i),
                        words.begin() + static_cast<std::ptrdiff_t>(i) + 2);
            break;
        }
    return words;
}

Words compiling(Words command, const std::string& source, const std::string& object) {
    command.insert(command.end(), {"-c", source, "-o", object});
    return command;
}

}  // namespace

void measure_compile_time() {
    std::ifstream file(BENCH_BUILD_DIR "/compile_commands.json");
    const nlohmann::json commands = nlohmann::json::parse(file);
    const test::TemporaryDirectory directory;
    const std::string empty = (directory.path() / "empty.cpp").string();
    std::ofstream(empty) << "#include <string>\n#include <vector>\n";
    const std::string object = (directory.path() / "object.o").string();
    heading("one revision file against an empty file with <string> and <vector>");
    for (const auto& entry : commands) {
        const std::string source = entry["file"];
        const bool small = source.find("rename_energy_to_mp") != std::string::npos;
        const bool large = source.find("initial_migration") != std::string::npos;
        if (!small && !large) continue;
        const Words with_header = command_of(entry["command"]);
        const Words plain = without_included_header(with_header);
        Sample revision;
        Sample baseline;
        std::filesystem::current_path(std::string(entry["directory"]));
        constexpr int runs = 7;
        for (int i = 0; i < runs; ++i) {
            revision.values.push_back(run_child(compiling(with_header, source, object)).milliseconds);
            baseline.values.push_back(run_child(compiling(plain, empty, object)).milliseconds);
        }
        figure(small ? "a rename" : "nine tables", revision.median(), "ms");
        ratio(small ? "a rename, ratio" : "nine tables, ratio", revision, baseline, 3.0);
    }
}

}  // namespace gestaloka::bench
