"""The worked example: a merchant whose ERP leaks, from planting to the console."""
