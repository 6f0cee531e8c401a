"""Tables of calls that people complained about or noted down, as CSV or XLSX, by a profile of their columns."""

from leaktrace.intake.complaints.complaint_format import ComplaintFormat

__all__ = ["ComplaintFormat"]
