"""Applies what was agreed: terms, who falls under them, who goes when, the manifest, and what each side still owes.

The room knows nothing of the book: terms, files of people and days come in as arguments, answers go out as values.
"""
