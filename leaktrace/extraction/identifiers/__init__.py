"""Numbers of orders and parcels, telephone numbers and mailboxes."""
