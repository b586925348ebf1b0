"""Values for the pages on terms."""
