"""How days, times and numbers are written in each language, where Django writes them otherwise than we do."""
