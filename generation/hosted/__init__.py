"""Models that somebody else runs: what they are, what they cost, how they are asked, and that nothing is paid twice."""
