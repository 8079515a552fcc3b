"""Trade: what is bought, for how much?"""
