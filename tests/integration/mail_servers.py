"""Mail servers on this machine: a real IMAP server (pymap), and one that speaks POP3 as RFC 1939 has it."""

import asyncio
import imaplib
import socketserver
import ssl
import threading
from argparse import Namespace
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from proxyprotocol.reader import ProxyProtocolReader
from proxyprotocol.version import ProxyProtocolVersion
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer
from pysasl.hashing import BuiltinHash

USER, PASSWORD = "canaries@example.com", 'p"w\\d'


def certificate(folder):
    """A certificate for "localhost" that signs itself, and its key; the path of both in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


def context_of(path):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    return context


class Imap:
    """pymap with one mailbox, in a thread; filled and looked at as any client does.

    Args:
        tls: a context for TLS from the start.
        starttls: a context for TLS when the client asks for it; without it passwords go in the clear.
    """

    def __init__(self, tls=None, starttls=None):
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.port = self._run(self._start(tls, starttls))

    def _run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    async def _start(self, tls, starttls):
        args = Namespace(
            host="127.0.0.1", port=0, debug=False, cert=None, key=None, tls=starttls is not None,
            proxy_protocol=None, passlib_cfg=None, demo_data=False, demo_user=USER, demo_password=PASSWORD,
        )  # fmt: skip
        backend, config = await DictBackend.init(
            args,
            ssl_context=starttls or tls,
            invalid_user_sleep=0.0,
            hash_context=BuiltinHash(rounds=1),
        )
        config.apply_context()
        accept = ProxyProtocolReader(ProxyProtocolVersion.get(None)).get_callback(
            IMAPServer(backend.login, config)
        )
        self._server = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=tls)
        self._tls = tls
        return self._server.sockets[0].getsockname()[1]

    def client(self):
        """A client of the tests' own, which is logged in."""
        if self._tls:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            box = imaplib.IMAP4_SSL("127.0.0.1", self.port, ssl_context=context)
        else:
            box = imaplib.IMAP4("127.0.0.1", self.port)
        box.login(USER, PASSWORD)
        return box

    def put(self, *mails, folder="INBOX", at="26-Nov-2026 17:40:05 +0800"):
        """Put mails into a folder, as a delivery does."""
        with self.client() as box:
            for mail in mails:
                assert box.append(folder, None, f'"{at}"', mail)[0] == "OK"

    def close(self):
        async def stop():
            self._server.close()
            await self._server.wait_closed()
            rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in rest:
                task.cancel()
            await asyncio.gather(*rest, return_exceptions=True)

        self._run(stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class Pop3:
    """A POP3 server with one mailbox: what clients see is `mails`, the id of each with its bytes.

    Args:
        tls: a context for TLS from the start.
    """

    def __init__(self, tls=None):
        self.mails = {}
        self.commands = []
        self._tls = tls
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._serve, False)
        self._server.daemon_threads = False
        self._server.server_bind()
        self._server.server_activate()
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _serve(self, connection, _address, _server):
        if self._tls:
            try:
                connection = self._tls.wrap_socket(connection, server_side=True)
            except OSError:
                return  # the client did not trust us
        with connection, connection.makefile("rwb") as stream:
            self._talk(stream)

    def _talk(self, stream):
        listed = list(self.mails.items())
        self._say(stream, "+OK ready")
        while line := stream.readline():
            word, _, rest = line.decode().rstrip("\r\n").partition(" ")
            self.commands.append(word)
            match word:
                case "USER":
                    self._say(stream, "+OK")
                case "PASS" if rest == PASSWORD:
                    self._say(stream, "+OK")
                case "UIDL":
                    self._many(
                        stream, (f"{n} {uid}".encode() for n, (uid, _) in enumerate(listed, 1))
                    )
                case "LIST":
                    self._many(
                        stream, (b"%d %d" % (n, len(raw)) for n, (_, raw) in enumerate(listed, 1))
                    )
                case "RETR":
                    self._many(
                        stream, listed[int(rest) - 1][1].removesuffix(b"\r\n").split(b"\r\n")
                    )
                case "TOP":
                    number, lines = map(int, rest.split())
                    head, _, body = listed[number - 1][1].partition(b"\r\n\r\n")
                    self._many(stream, [*head.split(b"\r\n"), b"", *body.split(b"\r\n")[:lines]])
                case "QUIT":
                    self._say(stream, "+OK bye")
                    return
                case _:
                    self._say(stream, "-ERR [AUTH] no")

    def _many(self, stream, lines):
        stream.write(
            b"+OK\r\n" + b"".join(b"." * line.startswith(b".") + line + b"\r\n" for line in lines)
        )
        self._say(stream, ".")

    def _say(self, stream, text):
        stream.write(f"{text}\r\n".encode())
        stream.flush()
