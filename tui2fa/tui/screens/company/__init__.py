"""The Company Panel: what an administrator sees and does (route B)."""
