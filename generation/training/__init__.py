"""Training a LoRA from pictures: what is learnt from, the loss of each kind of model, the loop, what a next run finds."""
