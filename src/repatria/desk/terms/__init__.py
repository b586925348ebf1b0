"""Terms at the desk: put on the table, compared, confirmed; who falls under them, and what a text would come to."""
