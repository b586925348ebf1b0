"""Who the nameless dead are: pedigrees and DNA markers in, likelihood ratios and conclusions out.

This room is kept for it and is still empty. It will hold markers, allele frequencies, mutation, peeling over
pedigrees, screening and identification, beside a slow enumerating twin. It may import `people` and `errors` only.
"""
