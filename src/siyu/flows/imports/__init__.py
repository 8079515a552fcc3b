"""
Imports: order, product, person and event files become canonical rows.

Words     a Mapping says which column is which field; a row of the file becomes order lines, a product, a person or an
          event, or is rejected with a reason, or skipped on purpose.
Reads     CSV (also packed with gzip), Parquet and XLSX files; the ready mappings in mappings/*.yaml.
Way in    contract.py for the nouns, service.py for the verbs; what reads and maps is pure: bytes in, rows out.
"""
