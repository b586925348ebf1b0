"""Pairs in words and tables: the sentence of each field, why names are equal, the rows that come out."""
