"""Invents two parties' lists of people for benchmarks; `make.py` writes them."""
