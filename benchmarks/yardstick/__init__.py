"""The yardstick: the product and bots of other frameworks in one dialogue, measured in one run."""
