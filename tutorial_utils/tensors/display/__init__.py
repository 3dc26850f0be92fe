"""Tables of tensors: facts in, text for a terminal or HTML for a notebook out."""
