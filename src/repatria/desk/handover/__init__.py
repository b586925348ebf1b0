"""The day at the crossing point: what a device takes along, sealed, and what it brings back.

A pack is made for one side of one manifest, holds the least by which people are recognised, and is sealed under a code
that is read out and kept nowhere. What devices record comes back as a chain of events, over the network or in a file.
"""
