// initdb works beside the final place, and a rename makes its result visible, so that half of one is never used.
#include "migrator/cluster/data_directory.hpp"

#include <charconv>
#include <string_view>
#include <system_error>

#include "migrator/cluster/files.hpp"
#include "migrator/cluster/process.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cluster {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view unfinished_prefix = "unfinished-";

// What cannot be removed now is tried again at the next first use.
void remove_unfinished(const fs::path& directory) {
    std::error_code error;
    for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
        if (!entry->path().filename().string().starts_with(unfinished_prefix)) continue;
        [[maybe_unused]] const auto removed = remove_tree(entry->path());
    }
}

}  // namespace

Result<void> run_initdb(const fs::path& data, const Binaries& binaries, const Account& account, Durability durability,
                        const Patience& patience) {
    Command command{
        {binaries.program("initdb").string(), "--pgdata=" + data.string(), "--username=" + std::string(superuser),
         "--encoding=UTF8", "--locale=C", "--auth-local=trust", "--auth-host=reject", "--no-instructions"},
        account};
    if (durability == Durability::disposable) {
        command.arguments.insert(command.arguments.end(), {"--no-sync", "--wal-segsize=1"});
    }
    TRYV(run(std::move(command), patience));
    return success();
}

Result<void> make_data_directory(const Layout& layout, const Binaries& binaries, const Account& account,
                                 const Patience& patience) {
    remove_unfinished(layout.directory);
    TRY(auto unfinished, make_private_directory(layout.directory, unfinished_prefix, account));
    auto made = run_initdb(unfinished, binaries, account, Durability::durable, patience);
    if (!made.has_value()) {
        remove_unfinished(layout.directory);
        return made;
    }
    std::error_code error;
    fs::rename(unfinished, layout.data(), error);
    if (error) {
        return failure(ErrorKind::unavailable, "cannot make " + layout.data().string() + ": " + error.message());
    }
    sync_directory(layout.directory);
    return success();
}

int version_of_data_directory(const fs::path& data) {
    const std::string text = read_file(data / "PG_VERSION").value_or("");
    int version = 0;
    std::from_chars(text.data(), text.data() + text.size(), version);
    return version;
}

}  // namespace migrator::cluster
