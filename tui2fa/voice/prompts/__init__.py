"""The spoken words that come with the program: a WAV file each, 8 kHz, mono, 16 bits."""
