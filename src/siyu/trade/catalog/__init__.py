"""
Catalog: what can be bought: products and their SKUs.

Words     a SKU is the code a line of an order names; a product is what it stands for.
Reads     nothing.
Tells     nothing.
Way in    service.py.
"""
