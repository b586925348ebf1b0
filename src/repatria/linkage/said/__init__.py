"""What the lists say of each line, as numbers."""
