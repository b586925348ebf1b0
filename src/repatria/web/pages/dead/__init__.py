"""The doors of the dead on screen: counting, laboratories' files, policies, boards, specimens, what follows, searching."""
