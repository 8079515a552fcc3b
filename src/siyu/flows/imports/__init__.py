"""
Imports: order, product and person files become canonical rows.

Words     a Mapping says which column is which field; a row of the file becomes order lines, a product or a person,
          or is rejected with a reason, or skipped on purpose.
Reads     CSV, Parquet and XLSX files; the ready mappings in mappings/*.yaml.
Way in    contract.py for the nouns, service.py for the verbs; what reads and maps is pure: bytes in, rows out.
"""
