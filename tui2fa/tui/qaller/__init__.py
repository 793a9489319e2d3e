"""The Qaller app: a companion on the same store that shows every code at once."""
