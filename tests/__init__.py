"""All tests: one file per module, and the laws of the house."""
