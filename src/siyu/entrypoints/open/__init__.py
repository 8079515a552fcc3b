"""
Open: where devices and servers of the brand send what happened, with a write key anybody may read in a web page.
"""
