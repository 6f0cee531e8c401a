"""The scheduled job: collect and attribute, day and night."""
