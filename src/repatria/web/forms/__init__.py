"""Forms: what is asked of people, taken apart into the desk's own values; every refusal stands beside its field."""
