"""What is learned from the lists without labels: the model, the rules of sampling, and what chance makes."""
