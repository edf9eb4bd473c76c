// Days to years, months and days and back, over the whole of PostgreSQL's calendar.
#pragma once

namespace migrator::model {

/// A date of the proleptic Gregorian calendar. The year is astronomical: 0 is 1 BC.
struct CivilDate {
    long long year = 2000;
    unsigned month = 1;
    unsigned day = 1;
};

// std::chrono::year ends at 32767, PostgreSQL's at 5874897.

/// Days since 2000-01-01, from which PostgreSQL counts.
long long days_of(CivilDate date);
CivilDate civil_date_of(long long days);

}  // namespace migrator::model
