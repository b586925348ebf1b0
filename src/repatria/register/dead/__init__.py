"""What the book holds of the dead: bags and specimens, counts, judgements, decisions of boards, and what followed them.

Nothing here says who somebody is; boards do, and the book keeps which bag or which specimens of it each decision covers.
"""
