"""Invents people and writes what offices say of them, accidents included."""
