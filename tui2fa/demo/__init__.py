"""Demo accounts and the phone on the screen."""
