"""The guide beside every screen: its steps tick themselves, the next control is marked, support may look along."""
