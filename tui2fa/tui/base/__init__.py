"""The screen, dialog and application bases that keep the quirks of the framework in one place."""
