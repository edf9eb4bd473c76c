// Which build this is.
#pragma once

#include <string>

namespace gestaloka {

/// E.g. "0.1.0".
std::string server_version();

/// Version and newest compiled-in revision, as --version prints them.
std::string version_text();

}  // namespace gestaloka
