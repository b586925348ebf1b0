"""The doors of the dead for pages: what is to be counted, decided, judged and followed."""
