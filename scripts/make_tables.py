"""Makes every generated table anew, in the order in which they need one another."""

import check_tables
import check_units
import cities
import countries
import currencies
import person_names
import regions
import vocabulary

if __name__ == "__main__":
    for maker in [vocabulary, person_names, countries, regions, cities, currencies]:
        maker.build()
    check_tables.check()
    check_units.check()
