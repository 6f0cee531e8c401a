"""Sources of contacts: one module a format, bytes to reports. Plug-ins; they import the domain only."""
