"""Pages on terms: what is on the table, who falls under it, putting a text forward, signing it."""
