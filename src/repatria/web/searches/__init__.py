"""Searches of remains: long work by a process of its own, over files handed to it, to be left and come back to."""
