"""People at war are returned to each other: who and what we talk about (value types only)."""
