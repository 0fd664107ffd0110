"""Makes every generated table anew, in the order in which they need one another, and checks them."""

import sys

import check_tables
import check_units
import cities
import countries
import currencies
import demonyms
import features
import person_names
import regions
import units
import vocabulary

if __name__ == "__main__":
    for maker in [vocabulary, person_names, countries, demonyms, regions, features, cities, currencies, units]:
        maker.build()
    sys.exit(check_tables.check() + check_units.check() > 0)
