"""Mails from files, mbox, Maildir, IMAP and POP3."""

from leaktrace.intake.mail.mail_format import EmailFormat

__all__ = ["EmailFormat"]
