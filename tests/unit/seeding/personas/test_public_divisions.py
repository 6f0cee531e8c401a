"""The published table of provinces, cities and districts."""

import csv

from leaktrace.seeding.personas import is_division


def test_every_district_of_the_table_is_known(shared_data, print_counts):
    folder = shared_data / "admin-divisions"
    tables = {}
    for name in ("provinces", "cities", "areas"):
        with (folder / f"{name}.csv").open(encoding="utf-8") as file:
            tables[name] = list(csv.DictReader(file))
    provinces = {row["code"]: row["name"] for row in tables["provinces"]}
    cities = {row["code"]: row["name"] for row in tables["cities"]}

    missing = [
        row["code"]
        for row in tables["areas"]
        if not is_division(provinces[row["provinceCode"]], cities[row["cityCode"]], row["name"])
    ]

    print_counts("admin-divisions", districts=len(tables["areas"]), unknown=len(missing))
    assert len(tables["areas"]) > 2_900
    assert not missing
