"""Speech: written words to phones, phones to a voice, and the mouth shapes that go with them."""
