"""Weighs a family: the likelihood of every choice of its missing persons, each part computed once."""
