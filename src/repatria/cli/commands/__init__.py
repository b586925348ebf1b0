"""The commands, one module a subject; imported when one of them is called."""
