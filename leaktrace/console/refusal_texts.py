"""Why records are refused and sources fail, and what to do about it: word for word as intake, formats and worker say it.

Values stand there as placeholders.
"""

from typing import Final

from leaktrace.console.i18n import msg

__all__ = ["FAILURES", "KNOWN", "REMEDIES"]

_OF_THE_INTAKE: Final = (
    msg("the line is not in the line inventory"),
    msg("Import the line and replay the record, or discard it"),
    msg("the request was not authenticated: {reason}"),
    msg(
        "Compare the secret of the gateway with that of the source. This record is never taken "
        "in; discard it"
    ),
    msg("the request was not authenticated, and is never trusted"),
    msg("the contact lies in the future"),
    msg("Check the clock and the zone of the source, mend the record, or discard it"),
    msg("the reference was used before for another contact"),
    msg("Give the contact a reference of its own and replay it, or discard it"),
    msg(
        "what it tells is known already, so that nothing would be stored; discard the record if "
        "that is right"
    ),
    msg("this is {count} records, where one is needed"),
    msg("this record was replayed already"),
    msg("this record was discarded already"),
    msg("mended"),
    msg("a record of the same reference was stored later"),
)
_OF_HOOKS: Final = (
    msg("the source has no secret"),
    msg("the token is wrong"),
    msg("no token"),
    msg("neither a token nor a timestamp with a sign"),
    msg("the sign does not match the secret"),
    msg("no signature"),
    msg("no signature and no token"),
    msg("the signature does not match address and body"),
    msg("the signature does not match the body"),
    msg("neither X-AKSK nor a token"),
    msg("the digest does not match the secret"),
    msg("the timestamp is more than an hour off"),
    msg("the digest is more than six hours off"),
    msg("the signature was used before with another body"),
)
"""Why a request was not authenticated: part of another reason."""
_OF_RECORDS: Final = (
    msg("not JSON: {error} at character {number}"),
    msg("Look whether the record was cut or has a stray quote"),
    msg("not CSV: {error}"),
    msg("Look whether the row was cut"),
    msg("not a JSON object"),
    msg("neither JSON nor a form in which each key is there once"),
    msg("Let the gateway send JSON"),
    msg("byte {number} is not UTF-8"),
    msg("Save the file as UTF-8, or mend the byte"),
    msg("is missing"),
    msg("is missing; the record has the unknown key {key}"),
    msg("is missing; the record has an unknown key of {count} characters"),
    msg("Rename the key, or add what is missing to the record"),
    msg("this is not NDJSON: the record is no JSON object"),
    msg(
        "The native format has one JSON object in each row. Look whether the file is of another format"
    ),
    msg("Add it to the record"),
    msg("Look whether the event is whole"),
    msg("is empty"),
    msg("Write a line_id, a number or a mailbox"),
    msg("Add it, or state the line of the source"),
    msg("{value} is no medium"),
    msg("{value} is no field of an order"),
    msg("{value} is not text"),
    msg("Put it in quotes"),
    msg("Write one of {words}"),
    msg("no line"),
    msg(
        "Say which line is in that card: leaktrace source change {source} --set {slot}=LINE, then "
        "leaktrace source reparse {name}"
    ),
    msg(
        "Name the other card as well: leaktrace source change {source} --set {slot}=LINE; or, if {named} is "
        "the only one, state its line with --line LINE. Then leaktrace source reparse {name}"
    ),
    msg("there is no line {value}"),
    msg("there is no time zone {value}"),
    msg("Use one such as Asia/Shanghai"),
    msg("names no line"),
    msg("State the line of the source, or let the gateway tell the whole number"),
    msg("State the line of the source, or set code:<code> to a line_id"),
    msg("{value} is no type of a call"),
    msg("an outgoing call is no contact"),
    msg("is not a length of a call"),
    msg("is before the start, or too long after it for a call"),
    msg("the record has {size} bytes, more than {most}"),
    msg("Look whether line breaks are missing in the file"),
    msg("the record has NUL bytes"),
    msg("Look whether the file is binary, UTF-16, or was damaged in transfer"),
    msg('Write {"key": value, ...} as the record'),
    msg("a number has too many digits"),
    msg("the JSON is nested too deeply"),
    msg("the key {key} is there twice"),
    msg("Leave one of the two"),
    msg("{value} is no value"),
    msg("Leave the key out instead"),
    msg("has {count} characters, more than {most}"),
    msg("Shorten it"),
    msg("has U+{code} at character {number}"),
    msg("Take the character out"),
    msg("is a {kind}, not text"),
    msg("is not a whole number from 0 to {most}"),
    msg("is not UTF-8"),
    msg("not a form: too many keys, or not UTF-8"),
    msg("there is no {what} {value}"),
    msg("It is one of: {words}"),
    msg("is not a telephone number"),
    msg("Write it in E.164, such as +12025550123"),
    msg("is not a mailbox"),
    msg("is no chat account"),
    msg("Write it as wechat:its-name"),
    msg("{value} is not an amount"),
    msg("Write it as 68.00"),
    msg("is {days} day(s) after received_at"),
    msg("Set the clock or the zone of the source right"),
    msg("{value} is not an object"),
    msg('Write {"name": "..."}'),
    msg("{value} is not a length of a call"),
    msg("Write whole seconds from 0 to {most}"),
    msg("Look whether the clock of the gateway was set in between, and mend the record"),
)
_OF_TIMES: Final = (
    msg("the time has no offset"),
    msg("Add one (Z or +08:00), or state the zone of the source"),
    msg("State the zone of the source: that of the PBX, or UTC with usegmtime=yes"),
    msg("no time with an offset"),
    msg("is not a time"),
    msg("is not a time of a mail"),
    msg("is no timestamp"),
    msg("is no count of seconds since 1970"),
    msg("Write it in digits, such as {number}"),
    msg("is outside the years 1990 to 2199"),
    msg("Write it as 2026-11-18T20:14:05+08:00"),
    msg(
        "Write it as 2026-11-26 17:40:05, or say in the profile how times are written "
        "(formats: time)"
    ),
)
_OF_TABLES: Final = (
    msg("has no headings {words}"),
    msg("Look whether the file is such a table and whole, and whether the profile is meant for it"),
    msg("has the headings of no table that is known"),
    msg(
        "The known profiles and the columns each needs: {known}. For another table write a "
        "profile of your own and name it with --profile FILE: a YAML file with 'columns:', and "
        "below it each column and what it says, such as '  Number: caller', '  When: "
        "occurred_at', '  Called: line'"
    ),
    msg("the row does not tell which line was reached"),
    msg("Add a column with the line, or state the line of the source"),
    msg("is in UTF-16"),
    msg("Save it as CSV in UTF-8, or as XLSX"),
    msg("has {rows} rows below headings of {size} bytes, which are kept with each row"),
    msg("Delete the columns that are not needed, or split the file"),
    msg("has two columns {heading}"),
    msg("Rename one of them"),
    msg("Write when it happened"),
    msg("Mend the row, or save the table again"),
    msg("has more than {most} rows"),
    msg("Split the file"),
    msg("has more than {most} cells, with the empty ones between them"),
    msg("Delete what stands far to the right, or export fewer rows"),
    msg("Write its seconds"),
    msg("is longer than a week"),
    msg("has no sheet {name}"),
    msg("has no sheet"),
    msg("declares a document type, which no workbook does"),
    msg("has a cell outside the sheet"),
    msg("has more than {most} parts"),
    msg("has no part {name}"),
    msg("is packed in an unusual way"),
    msg("has more than {most} MiB unpacked"),
    msg("is damaged: a part of it is no XML"),
    msg("not a workbook"),
    msg("is damaged or locked with a password"),
    msg("has more than {most} cells"),
    msg("has more than {most} characters"),
    msg("Export it again"),
    msg("Export fewer rows"),
)
_OF_MAILS: Final = (
    msg("does not tell which mailbox it was sent to"),
    msg(
        "State the line of the source if its mailbox is one, or let the server write X-Original-To"
    ),
    msg("is no mail: it has no header"),
    msg("Give a file of one mail, or an mbox"),
    msg("nothing says when it arrived; what the sender wrote as Date is not believed"),
    msg(
        "Take the mail with its whole header, and see that mx has the names that stand behind 'by'"
    ),
    msg("Take the mail with its whole header from the mailbox"),
    msg("does not tell which mailbox complained"),
    msg(
        "The provider leaves it out. State the line of the source if its reports are about one "
        "mailbox"
    ),
    msg("nothing says when the mail arrived; what the sender wrote as Date is not believed"),
    msg("has {count} mails in it, where a feedback report is about one"),
    msg("Mails that people pass on are of the format email, with forwarded=yes"),
    msg("is no feedback report: it has no such part, and no mail in it"),
    msg("Mails that were sent to a mailbox itself are of the format email"),
    msg("no mail was passed on in it"),
    msg(
        "Pass mails on as attachments, or leave the lines in that the mail program puts before "
        "the text"
    ),
    msg("the mail that was passed on does not tell whom it was sent to"),
    msg("Pass it on as an attachment, or state the line of the source"),
    msg("the mail that was passed on does not tell when it was sent"),
    msg("Pass it on as an attachment"),
)
_OF_PHONES: Final = (
    msg("Write the number into the SIM's remark, or set SIM1, SIM2, device:<device> or lines"),
    msg("Set SIM1, SIM2, device:<device> or lines, or state the line of the source"),
    msg("Put {{CALL_TYPE}} into the template"),
    msg("Leave outgoing calls out of the app's rules"),
    msg("Put [from] into the template"),
    msg("Put [org_content] into the template"),
    msg("Send [receive_time:yyyy-MM-dd'T'HH:mm:ssXXX] and [timestamp], or state the zone"),
    msg("{value} is no message that arrived"),
    msg("Register webhooks for {events} only"),
    msg("is no list of messages"),
    msg("is no object"),
    msg("Send the body as the app makes it"),
    msg("the element has more than {most} bytes"),
    msg("Leave the media out of the backup"),
    msg("neither a message nor a call"),
    msg("Take the XML file that the app exported"),
    msg("{value} is no type of a message"),
    msg("{value} is no box of messages"),
    msg("no XML: {error} at character {number}"),
    msg("Look whether the file was cut or damaged in transfer"),
)
_OF_MODEMS: Final = (
    msg("there are no files in it"),
    msg("Take the files of the inbox, under the names that gammu-smsd gave them"),
    msg("is no file"),
    msg("{name} is no name that gammu-smsd gives"),
    msg("has more than {most} bytes"),
    msg("is no base64"),
    msg("is not in {charset}"),
    msg("Set InboxFormat = unicode in gammu-smsdrc, or charset to that of the daemon"),
    msg("Take whole rows of the table inbox of gammu-smsd"),
    msg("the row is not a time and a message of GoIP"),
    msg("Log every message in one row, with the time before it and line breaks taken out"),
    msg("the calls of GoIP are not read"),
    msg("not a query in which each key is there once"),
    msg("there are too many keys"),
    msg("Take the get-url of the documentation"),
    msg("Put {key}={code} into the get-url"),
    msg("{charset} is not known"),
    msg("Add charset=%C"),
    msg("is no UTF-16, it has an odd number of bytes"),
    msg("Take %b instead of %a, or set mo-recode = true"),
)
_OF_EXCHANGES: Final = (
    msg("a quote is opened and not closed"),
    msg("the last row has fewer columns than those before it"),
    msg("The row was cut: take it again when it is whole, or shorten clid and lastdata"),
    msg("{value} is no disposition"),
    msg("Take Master.csv of cdr_csv; cdr_custom and translated heads have other columns"),
    msg("the row has {count} columns, not 16 to 21"),
    msg("the row has {count} columns, not 20 or 21"),
    msg("{value} is no event"),
    msg("Take the mapping of cel_custom.conf.sample, or JSON; other mappings have other columns"),
    msg("no event of the channel that the call began with"),
    msg("Discard it: the call began in what was read before, or in another file"),
    msg("not a whole row of the templates example, asterisk or default"),
    msg(
        "Set default-template to example in cdr_csv.conf.xml; a row that was cut, take again "
        "when it is whole"
    ),
    msg("a leg that the exchange dialled is no contact"),
    msg("Set log-b-leg to false in json_cdr.conf.xml"),
    msg("Take the whole record"),
    msg("is no list of steps"),
    msg("not Base64"),
)
_OF_CLOUDS: Final = (
    msg("the record of a message without its words"),
    msg("Subscribe to SecretSmsIntercept, and discard this"),
    msg("a notice of the state of a call"),
    msg("Set the address for call records and that for messages only"),
    msg("this message waits to be told where it goes, and LeakTrace does not tell"),
    msg("Set the address for messages, not the one that controls them"),
    msg("Set the address for replies, not the one for status reports"),
    msg("the status of a message that was sent is no contact"),
    msg("Set the address at the number, under 'A message comes in'"),
    msg("{value} is no status of a call"),
    msg("no time: Twilio sends none, and when it came is not known"),
    msg("Write at:2026-11-18T20:14:05Z and a blank before the body"),
)
KNOWN: Final = (
    *_OF_THE_INTAKE,
    *_OF_HOOKS,
    *_OF_RECORDS,
    *_OF_TIMES,
    *_OF_TABLES,
    *_OF_MAILS,
    *_OF_PHONES,
    *_OF_MODEMS,
    *_OF_EXCHANGES,
    *_OF_CLOUDS,
)
"""Of records, reasons and remedies."""
FAILURES: Final = (
    msg("the folder cannot be read ({error})"),
    msg("the file cannot be read ({error})"),
    msg("is a Maildir, whose mails lie in subfolders, and subfolders are left alone"),
    msg("the format {name} cannot be fetched"),
    msg("the format {name} is not installed"),
    msg("the database failed: {error}"),
    msg("the source does not say where the database is"),
    msg("this is no name of a table"),
    msg("this is no address of a PostgreSQL without a password"),
    msg("cannot be read: {error}"),
    msg("cannot be read ({error})"),
    msg("somebody writes to it, or it may not be read"),
    msg("the source does not say where the files are"),
    msg("the kind of mailbox is not stated"),
    msg("the kind of mailbox is {kind}"),
    msg("the path is not absolute"),
    msg("there is no password"),
    msg("tls is {value}"),
    msg("the password would go over the network for all to read"),
    msg("{value} is no port"),
    msg("{name} is not stated"),
    msg("the certificate cannot be read ({error})"),
    msg("no trusted connection: {error}"),
    msg("does not answer as it should: {error}"),
    msg("refuses the user or the password"),
    msg("the folder {name} cannot be opened: {error}"),
    msg("the folder has no UIDVALIDITY"),
    msg("the source has no address of the phone"),
    msg("it answers {code} and no JSON; encryption is not supported"),
    msg("it answers {text}"),
    msg("its answer is not signed with the secret of the source"),
    msg("its answer is no list"),
    msg("its answer is too long"),
    msg("it cannot be reached ({error})"),
    msg("the look before this one has not ended yet"),
    msg("the worker was too late to look"),
)
"""Why a source cannot be looked at; of two that fit the first is meant."""
REMEDIES: Final = (
    msg("Create it, or grant access"),
    msg("Grant access, or take it out of the folder; the others were read"),
    msg("Add it with --kind pull --set kind=maildir"),
    msg("Install the package that has it"),
    msg("Check --database or LEAKTRACE_DATABASE_URL, that the server runs, and that there is room"),
    msg("Set path to a SQLite file, or database to the URL of a PostgreSQL"),
    msg("Write postgresql://smsd@host/smsd, and the password as the source's secret"),
    msg("See whether path is the daemon's database and may be read"),
    msg("See whether the server runs and the user may read the inbox"),
    msg("Set path to the daemon's inbox"),
    msg("See whether path is the daemon's inbox and may be read"),
    msg("Set path to an mbox, or to a Maildir with new and cur in it"),
    msg("Grant access"),
    msg("Set kind to imap, pop3, maildir or mbox"),
    msg("State where the mailbox lies: --path"),
    msg("Give the source its password or app code: --secret-file FILE"),
    msg("Set it to yes, starttls or no"),
    msg("Set tls to yes or starttls"),
    msg("Set port"),
    msg("Set folder"),
    msg("Set {name} of the source"),
    msg("Set ca to a file of certificates in PEM"),
    msg("See host, port and tls; for a certificate of your own set ca"),
    msg("See host and port, and whether the server is up"),
    msg("Many providers want an app password or code, and not the password of their pages"),
    msg("Set url=http://192.0.2.7:5000, the address that the app's server shows"),
    msg(
        "See whether the app's server runs, the phone is in reach, and the source's secret is "
        "its sign key"
    ),
)
"""What to do about that."""
