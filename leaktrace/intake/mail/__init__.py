"""Mails from files, mbox, Maildir, IMAP and POP3, and the feedback reports of mailbox providers."""

from leaktrace.intake.mail.arf import ArfFormat
from leaktrace.intake.mail.mail_format import EmailFormat

__all__ = ["ArfFormat", "EmailFormat"]
