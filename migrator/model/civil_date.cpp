// Days to civil dates and back (H. Hinnant, "chrono-compatible low-level date algorithms").
#include "migrator/model/civil_date.hpp"

namespace migrator::model {

namespace {

// From 0000-03-01, where the algorithm's years begin.
constexpr long long days_until_2000 = 730'425;

}  // namespace

long long days_of(CivilDate date) {
    const long long year = date.year - (date.month <= 2 ? 1 : 0);
    const long long era = (year >= 0 ? year : year - 399) / 400;
    const auto year_of_era = static_cast<unsigned>(year - era * 400);
    const unsigned month_from_march = date.month > 2 ? date.month - 3 : date.month + 9;
    const unsigned day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
    const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + static_cast<long long>(day_of_era) - days_until_2000;
}

CivilDate civil_date_of(long long days) {
    const long long shifted = days + days_until_2000;
    const long long era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
    const auto day_of_era = static_cast<unsigned>(shifted - era * 146'097);
    const unsigned year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const unsigned month_from_march = (5 * day_of_year + 2) / 153;
    const unsigned month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return {.year = static_cast<long long>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0),
            .month = month,
            .day = day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

}  // namespace migrator::model
