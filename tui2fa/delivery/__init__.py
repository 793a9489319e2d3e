"""How a code reaches a person: one module per channel, one interface before them all."""
