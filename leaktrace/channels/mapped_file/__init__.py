"""Any system that takes orders from a CSV, XLSX or JSON file: a profile says which column holds what."""

from leaktrace.channels.mapped_file.module import MappedFileModule

__all__ = ["MappedFileModule"]
