"""Brings the choices of all families together: sums and maxima over assignments, without listing them."""
