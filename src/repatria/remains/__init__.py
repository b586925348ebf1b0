"""What lies in which bag: consignment, bag, specimen, sample and profile, and how they are re-associated.

One body a bag is never assumed; which side the dead belong to is a finding, not an input; nothing is merged but by judgement.
Likelihood ratios come in as arguments. Start reading at `graph`, then `counting`, `reassociation`, `policy`.
"""
