"""What a person can do: one use case, one short transaction, no terminal."""
