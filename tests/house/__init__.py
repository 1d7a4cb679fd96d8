"""The laws of the house, and for each a proof that its test fails when the law is broken."""
