"""The book: acts entered, and everyone accounted for."""
