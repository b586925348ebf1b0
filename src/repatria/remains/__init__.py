"""What lies in which bag: consignment, bag, specimen, sample and profile, and how they are re-associated.

This room is kept for it and is still empty. One body a bag is never assumed; which side the dead belong to is a
finding, not an input. Likelihood ratios come in as arguments.
"""
