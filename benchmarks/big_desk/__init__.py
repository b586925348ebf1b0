"""A big desk of invented people, for benchmarks of what is done with one."""
