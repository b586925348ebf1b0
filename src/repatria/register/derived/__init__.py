"""What follows from the book and is kept beside it, so that it need not be counted anew: never entered, never compared."""
