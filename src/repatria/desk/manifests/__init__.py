"""Manifests as they are kept: what each says, who has signed it, and who is on it as a reader may know them."""
