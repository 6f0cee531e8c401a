"""The use cases: ``verb(session, ...) -> frozen result``. A service neither opens nor commits a transaction."""
