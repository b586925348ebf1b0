"""What a door of the dead takes in files, put down first: looked at by a worker, then accepted, or taken back."""
