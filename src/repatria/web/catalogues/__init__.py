"""The catalogues of the pages: what is said, gathered from templates and code, and written as .po and .mo files.

For whoever translates, not for the desk that runs: ``python3 run.py strings``. Needs Babel, and no GNU gettext.
"""
