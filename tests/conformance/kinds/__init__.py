"""
One module for each kind of case, named as the kind: `run(case, stores)` puts it through the product's own verbs and
raises Difference or NotSupported. A file here is all a new kind needs.
"""
