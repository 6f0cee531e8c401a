"""Mails as bytes: cutting them out of files, their parts, their words, the way they came.

Shared by the formats that read mails. Nothing here raises on what a stranger wrote, and nothing takes more than
time in proportion to the size of a mail.
"""
