"""Plans and manifests for pages, as each reader may see them."""
