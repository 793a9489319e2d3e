"""tui2fa: manage the second factors of a telephony account in a terminal."""

__version__ = "0.1.0"
