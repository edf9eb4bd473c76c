// Config files and environment variables: read, or refused with exit code 64.
#include <sys/mman.h>
#include <unistd.h>

#include "gestaloka_server/options.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/target.hpp"

namespace {

using migrator::fuzz::Input;

// A file in memory that can be opened by its name.
class MemoryFile {
 public:
    MemoryFile() : descriptor_(memfd_create("config", 0)) {}
    ~MemoryFile() { close(descriptor_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    void fill(const std::string& text) {
        if (ftruncate(descriptor_, 0) != 0 || pwrite(descriptor_, text.data(), text.size(), 0) < 0)
            migrator::fuzz::broken("a file in memory can be written");
    }
    std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
    int descriptor_;
};

void set_variable(Input& input) {
    constexpr std::array<std::string_view, 5> names = {"GESTALOKA_LISTEN", "GESTALOKA_LOCK_TIMEOUT",
                                                       "GESTALOKA_MIGRATE", "GESTALOKA_DATABASE_CONNECTIONS",
                                                       "GESTALOKA_LOG_FORMAT"};
    for (const std::string_view name : names)
        unsetenv(std::string(name).c_str());
    const std::string chosen = input.choice(names);
    const std::string value = input.text();
    if (!value.empty()) setenv(chosen.c_str(), value.c_str(), 1);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static MemoryFile file;
    Input input(data, size);
    set_variable(input);
    file.fill(input.rest());
    const std::string path = file.path();
    const std::array<const char*, 3> arguments = {"gestaloka_server", "--config", path.c_str()};
    const gestaloka::ParsedOptions parsed =
        gestaloka::parse_options(static_cast<int>(arguments.size()), arguments.data());
    constexpr int usage = 64;
    if (parsed.is_done && parsed.exit_code != 0 && parsed.exit_code != usage)
        migrator::fuzz::broken("a mistake in a config file or a variable ends with 64");
    return 0;
}
