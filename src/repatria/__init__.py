"""One exchange from two parties' lists to a settled account that every side can verify."""

__version__ = "0.1.0"
