"""The cut as other programs read it, and an editor's changed cut as it comes back."""
