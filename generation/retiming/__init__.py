"""Clips in another time: which moment of a clip each new frame shows, and the pictures of moments that were never shot."""
