"""The second exchange: prisoners and the fallen, after the pattern of Istanbul 2025."""
