// A file whose lock the kernel takes back when its holder dies.
#pragma once

#include <filesystem>
#include <string_view>

#include "migrator/cluster/descriptor.hpp"
#include "migrator/cluster/patience.hpp"
#include "migrator/support/result.hpp"

namespace migrator::cluster {

/// Locks are flock()s: between processes, and between two LockFiles of one process. Released on destruction.
class LockFile {
 public:
    /// Makes the file when missing; locks nothing yet.
    static Result<LockFile> open(const std::filesystem::path& path);

    /// Both return false when somebody else holds a lock that excludes this one. A lock held by this object is
    /// changed, not atomically.
    bool try_exclusive() const;
    bool try_shared() const;
    /// Both wait until it is free. *Errors:* those of `Patience::wait`, for `event`.
    Result<void> wait_shared(const Patience& patience, std::string_view event) const;
    Result<void> wait_exclusive(const Patience& patience, std::string_view event) const;
    void unlock() const;

 private:
    explicit LockFile(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}

    Descriptor descriptor_;
};

}  // namespace migrator::cluster
