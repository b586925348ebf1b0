"""Runs the command line: ``python -m repatria``."""

from repatria.cli import main

main(prog_name="repatria")
