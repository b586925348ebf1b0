"""Which records are one person: pairs in, comparisons, match weights in bits and proposals out.

This room is kept for it and is still empty. It will hold blocking, comparisons, the Fellegi-Sunter model, training,
weights, assignment and proposals, beside a slow twin that compares every pair. Judgements stay with people.
"""
