"""What the desk returns, made ready for a page: plain values, words of the reader's language, nothing computed twice."""
