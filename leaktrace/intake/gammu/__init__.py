"""gammu-smsd: modems and modem banks, from its database or from its folder of files.

Rests on gammu at commit 78fd6a9 (2026-08-08): ``docs/sql/*.sql``, ``smsd/services/sql.c`` (a row for each part; since
1.40 the text of all parts in ``TextDecoded`` of the first), ``smsd/services/files.c`` (names, encodings), and its
manual of the SMS backup format.
"""
