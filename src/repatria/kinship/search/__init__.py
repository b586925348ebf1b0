"""All profiles against all families, exactly: tables of each family once, then a comparison is a sum of look-ups.

For a reference family, what the relatives' results say of the missing person depends on the missing person's genotype only
(hint: P(references | genotype) / P(references)). `plans` works out how to sum a family's shape, `kernels` does it for sixteen families at
a time, `comparing` holds them against all profiles, `running` takes it from files to a ranked file of hits.
"""
