"""Pages on the way to the crossing point: drawing a plan, manifests and who is on them, signing them, printing them."""
