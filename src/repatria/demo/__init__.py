"""A first look on invented people: drives the commands a user has."""
