"""Clearer pictures: noise, flicker, blocks and blur taken out of clips, detail brought back; steady from frame to frame."""
