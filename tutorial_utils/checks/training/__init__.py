"""What judges of callbacks need: models that train, and a learner's callback that looks at it."""
