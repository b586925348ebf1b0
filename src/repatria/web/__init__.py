"""The desk in a browser: pages, presenters, forms and translations over the functions of `desk`.

This room is kept for it and is still empty: until then the desk is used from the command line. The process that
serves pages need not be able to read a list.
"""
