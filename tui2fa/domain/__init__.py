"""What is true of accounts and their factors: pure values in, pure values out."""
