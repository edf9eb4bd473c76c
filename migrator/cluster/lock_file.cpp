// flock() is polled, never waited in: a blocked flock() can neither time out nor be interrupted.
#include "migrator/cluster/lock_file.hpp"

#include <sys/file.h>

#include "migrator/cluster/files.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cluster {

Result<LockFile> LockFile::open(const std::filesystem::path& path) {
    TRY(auto descriptor, open_private_file(path));
    return LockFile(std::move(descriptor));
}

bool LockFile::try_exclusive() const {
    return ::flock(descriptor_.number(), LOCK_EX | LOCK_NB) == 0;
}

bool LockFile::try_shared() const {
    return ::flock(descriptor_.number(), LOCK_SH | LOCK_NB) == 0;
}

Result<void> LockFile::wait_shared(const Patience& patience, std::string_view event) const {
    while (!try_shared())
        TRYV(patience.wait(std::chrono::milliseconds(3), event));
    return success();
}

Result<void> LockFile::wait_exclusive(const Patience& patience, std::string_view event) const {
    while (!try_exclusive())
        TRYV(patience.wait(std::chrono::milliseconds(3), event));
    return success();
}

void LockFile::unlock() const {
    ::flock(descriptor_.number(), LOCK_UN);
}

}  // namespace migrator::cluster
