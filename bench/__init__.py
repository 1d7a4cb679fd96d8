"""Figures: each module prints a table of ratios and counts measured in one run; nothing here is a test."""
