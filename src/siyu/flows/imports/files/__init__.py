"""Files: CSV, Parquet and XLSX recognised by content and read lazily, one raw row after the other."""
