"""From weighed pairs to proposals: rivals, one-to-one, judgements that bind, lines that stand twice."""
