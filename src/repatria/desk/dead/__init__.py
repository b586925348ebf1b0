"""The doors of the dead: consignments counted and opened, profiles handed in, boards' decisions, and the steps after them.

Nothing here names anybody: a label's name is a claim, a likelihood ratio a reason, and whose remains they are a board says.
"""
