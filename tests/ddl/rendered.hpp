// What a recorded step is as SQL.
#pragma once

#include <string>
#include <vector>

#include "migrator/ddl/render.hpp"
#include "migrator/operation/operations.hpp"
#include "migrator/operation/recording.hpp"

namespace migrator::testing {

using Statements = std::vector<std::string>;

/// The statements of all operations that `step` records.
template <class Step>
Statements statements_of(Step step) {
    Operations operations;
    step(operations);
    Statements statements;
    for (const Operation& operation : operations.recording().operations)
        for (std::string& sql : render(operation))
            statements.push_back(std::move(sql));
    return statements;
}

/// The statements in one text, separated by a semicolon and a line feed.
template <class Step>
std::string sql_of(Step step) {
    std::string text;
    for (const std::string& sql : statements_of(step))
        text += (text.empty() ? "" : ";\n") + sql;
    return text;
}

}  // namespace migrator::testing
