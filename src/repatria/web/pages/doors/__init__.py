"""One page for each door of the desk that people use every day: asked, checked where it cannot be undone, entered."""
