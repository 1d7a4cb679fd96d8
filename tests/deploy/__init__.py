"""Tests of the set-up: what a stranger runs first."""
