"""What a pair weighs: levels of agreement, the model, and the two engines that apply it to many."""
