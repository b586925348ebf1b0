"""How a name is written, in any script."""
