"""One full screen a module."""
