"""People: who is it?"""
