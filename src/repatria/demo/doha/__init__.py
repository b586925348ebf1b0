"""The first exchange: children, after the pattern of Doha 2024."""
