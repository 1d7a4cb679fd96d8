"""The source of a film: its records, how they change, and the plans that follow from them."""
