"""What laboratories hand over: exports of genotyping software, CODIS CMF, and who among the samples is no sample.

`columns` understands headings, `samples` gathers what a file says of each sample, `cmf` reads CODIS' XML, `roles` tells
controls, staff and relatives from samples; `forms` is the one door that recognises which of them a file is.
"""
