// What a server includes to bring its database up to date at boot.
//
//   migrator::RunOptions options;
//   options.database = "postgresql:///game";
//   migrator::Observer quiet;
//   migrator::RunReport report;
//   auto done = migrator::upgrade(options, *environment.registry, "head", quiet, report);
//   if (!done.has_value()) { ... migrator::full_text(done.assume_error()) ... migrator::exit_code(...) }
#pragma once

#include "migrator/environment.hpp"
#include "migrator/run/migrate.hpp"
