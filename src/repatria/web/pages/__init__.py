"""One module a screen. A page takes the request apart, calls the desk, and hands a presenter's values to a template."""
