"""The telephone: a real one on this machine, for trying out the calls that speak a code."""
