"""Addresses: places, units and rooms."""
