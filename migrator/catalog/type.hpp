// Column types, spelled as PostgreSQL's format_type() prints them.
#pragma once

#include <string>

#include "migrator/catalog/name.hpp"

namespace migrator {

/// A column type. Built by the functions below; `sql_type` takes any other spelling.
struct SqlType {
    std::string text = {};  ///< e.g. "character varying(50)"; empty when `named` is set
    ObjectName named = {};  ///< an enum, domain or extension type, quoted when it is written
    bool array = false;     ///< an array of it
    bool serial = false;    ///< short for: an owned sequence, its nextval() as default, NOT NULL

    bool operator==(const SqlType&) const = default;
};

SqlType boolean();
SqlType smallint();
SqlType integer();
SqlType bigint();
SqlType real();
SqlType double_precision();
SqlType numeric();
SqlType numeric(int precision, int scale = 0);
SqlType text();
SqlType varchar();
SqlType varchar(int length);
SqlType character(int length);
SqlType bytea();
SqlType uuid();
SqlType json();
SqlType jsonb();
SqlType date();
SqlType time_of_day();
SqlType timestamp();
SqlType timestamptz();
SqlType interval();
SqlType inet();
SqlType smallserial();
SqlType serial();
SqlType bigserial();

/// An array of `element`.
SqlType array_of(SqlType element);
/// A type that the database defines: an enum, a domain, or one of an extension.
SqlType named_type(ObjectName name);
/// Any other type, in PostgreSQL's own spelling, e.g. `sql_type("tstzrange")`.
SqlType sql_type(std::string spelling);

}  // namespace migrator
