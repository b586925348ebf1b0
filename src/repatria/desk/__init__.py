"""What people do at the desk: one function a door, in the field's words."""
