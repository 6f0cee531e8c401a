"""The day and hour of an order, as people say them."""
