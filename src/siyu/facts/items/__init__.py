"""
Items: rows of the brand's own dictionaries (SKUs, coupons, staff), sent beside events so that reports can name them.

Words     an item row has a type, an id and properties; the latest telling replaces the one before.
Reads     nothing.
Tells     nothing.
Way in    service.py.
"""
