"""Pictures of the account as SVG: text only, for a page on the screen as for a file; they name nobody."""
