"""The published purchases of the customers of a music shop."""

from leaktrace.seeding.orders import blank_separated, detect, read_orders


def test_every_purchase_of_cdnow_is_read(shared_data, print_counts):
    with (shared_data / "cdnow" / "CDNOW_master.txt").open(encoding="ascii") as file:
        rows = list(blank_separated(file))
        orders = list(read_orders(rows, detect(rows[0][1])))

    buyers = {order.buyer for order in orders}
    print_counts("cdnow/CDNOW_master.txt", orders=len(orders), buyers=len(buyers))
    assert (len(rows), len(orders), len(buyers)) == (69_659, 69_659, 23_570)
