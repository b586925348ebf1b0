"""The tamper-evident log: bytes in, proofs out, in the C2SP and RFC 6962 formats. It knows nothing of people or acts."""
