"""Forms about the dead: counts, laboratories' files, policies, decisions of boards, specimens, steps after a decision."""
