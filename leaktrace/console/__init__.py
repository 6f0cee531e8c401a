"""The web console and the HTTP API: parse, authorise, call a service, render."""
