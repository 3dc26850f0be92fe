"""Statistics of what the layers give over a whole data set, in one pass and in constant memory."""
