"""Speech to text: when somebody speaks (Silero), and what is said (Whisper)."""
