"""Who is who at the desk: proposed by linkage, judged by each party, confirmed by both."""
