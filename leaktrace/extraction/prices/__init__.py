"""Sums, in figures and words."""
