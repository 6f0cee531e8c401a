"""Channel systems: how an order gets there and what the channel then holds. Plug-ins; they import the domain only."""
