"""A real HTTP server on this machine that speaks as an OpenAI-compatible endpoint does, with scripted replies and faults.

    with llm_server([{"answer": 7}, Fault.status(429, retry_after="1"), "not JSON"]) as server:
        ...  server.url, server.key, server.requests (their bodies), server.asked (their messages)

A reply is JSON content (a dict), the text that the model says (a str), a Fault, or a function of the request's body that gives
one of these. The last one is repeated when the script is at its end. Probes of what the endpoint enforces are answered by
`enforces` and are in `server.probes`, not in `server.requests`.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

KEY = "sk-test-5f2c9d7e41b8a3605d17"
"""The key that the server expects; no text that is shown may hold it."""
PROBE = 'Reply with this JSON object: {"colour": "blue"}'
"""What probes say."""


@dataclass(frozen=True)
class Fault:
    """Something other than a good reply."""

    act: Callable[[BaseHTTPRequestHandler, Server], None]

    @staticmethod
    def status(
        code: int, body: Any = None, *, retry_after: str | None = None, headers: dict[str, str] | None = None
    ) -> Fault:
        """An answer with a status and an error as its body."""
        content = body if body is not None else {"error": {"message": f"scripted {code}", "type": "error"}}

        def act(handler, server):
            more = dict(headers or {})
            if retry_after is not None:
                more["Retry-After"] = retry_after
            _send(handler, code, content, more)

        return Fault(act)

    @staticmethod
    def echo_key(code: int) -> Fault:
        """An error whose message repeats the key that came."""

        def act(handler, server):
            sent = handler.headers.get("Authorization", "")
            _send(
                handler, code, {"error": {"message": f"Incorrect API key provided: {sent}", "code": "invalid_api_key"}}
            )

        return Fault(act)

    @staticmethod
    def raw(
        body: bytes, *, code: int = 200, content_type: str = "application/json", length: int | None = None
    ) -> Fault:
        """A body as it is; `length` for a Content-Length that is not its own."""

        def act(handler, server):
            handler.send_response(code)
            handler.send_header("Content-Type", content_type)
            handler.send_header("Content-Length", str(len(body) if length is None else length))
            handler.end_headers()
            handler.wfile.write(body)
            handler.close_connection = True

        return Fault(act)

    @staticmethod
    def reset() -> Fault:
        """The connection is reset after the request was read."""

        def act(handler, server):
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()
            handler.close_connection = True

        return Fault(act)

    @staticmethod
    def hang() -> Fault:
        """Nothing comes until the server ends."""
        return Fault(lambda handler, server: (server.ended.wait(60), setattr(handler, "close_connection", True))[0])

    @staticmethod
    def slow(seconds: float = 60.0, *, headers: bool = False) -> Fault:
        """A reply that comes a byte at a time, over `seconds` in all; with `headers` they are what is slow."""

        def act(handler, server):
            body = json.dumps(server.completion({"answer": 1})).encode()
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
            if not headers:
                handler.wfile.write(head)
            everything = (head if headers else b"") + body
            for byte in everything:
                if server.ended.wait(seconds / len(everything)):
                    break
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
            handler.close_connection = True

        return Fault(act)

    @staticmethod
    def says(text: str | None, **more: Any) -> Fault:
        """A completion with this text; further fields: finish, refusal, tool_calls, usage, message (a whole message)."""
        return Fault(lambda handler, server: _send(handler, 200, server.completion(text, **more)))


Scripted = Any


@dataclass
class Server:
    """A running server; `requests` are the bodies that came, in order, `keys` the Authorization headers."""

    script: Sequence[Scripted]
    enforces: frozenset[str]
    accepts: frozenset[str]
    model: str
    checks_key: bool
    requests: list[dict[str, Any]] = field(default_factory=list)
    probes: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    url: str = ""
    key: str = KEY
    ended: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def asked(self) -> list[list[dict[str, Any]]]:
        """The messages of each request."""
        return [request["messages"] for request in self.requests]

    @property
    def environment(self) -> dict[str, str]:
        """What an operator would set to use this server."""
        return {"OPENAI_BASE_URL": self.url, "OPENAI_API_KEY": self.key, "PLANPROOF_MODEL": self.model}

    def completion(
        self, content: Any, *, finish: str = "stop", message: Any = None, usage: Any = True, **more: Any
    ) -> Any:
        """A body as an endpoint sends it."""
        text = content if isinstance(content, str) or content is None else json.dumps(content)
        found: dict[str, Any] = {
            "id": "c-1",
            "object": "chat.completion",
            "created": 1,
            "model": self.model,
            "choices": [
                {
                    "index": 0,
                    "finish_reason": finish,
                    "message": message or {"role": "assistant", "content": text, **more},
                }
            ],
        }
        if usage is True:
            usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
        if usage is not None:
            found["usage"] = usage
        return found


@contextmanager
def llm_server(
    replies: Sequence[Scripted] = (),
    *,
    enforces: Sequence[str] = ("json_schema",),
    accepts: Sequence[str] = ("json_schema", "tool", "json_object", "plain"),
    model: str = "scripted",
    checks_key: bool = False,
) -> Iterator[Server]:
    """A server for a while. What is not in `accepts` is refused with status 500, as some servers do; what is not in `enforces`
    answers a probe with the value that it asks for instead of one that its schema allows."""
    server = Server(list(replies), frozenset(enforces), frozenset(accepts), model, checks_key)
    listening = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    listening.daemon_threads = True
    listening.block_on_close = False
    server.url = f"http://127.0.0.1:{listening.server_address[1]}/v1"
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        listening.shutdown()
        listening.server_close()
        thread.join(5)


def form_of(body: dict[str, Any]) -> str:
    """Which rung of the ladder a request stands on."""
    if body.get("tools"):
        return "tool"
    form = (body.get("response_format") or {}).get("type", "plain")
    return "json_object+schema" if form == "json_object" and "schema" in body["response_format"] else form


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: Any) -> None:
            """Nothing on stderr."""

        def do_GET(self) -> None:
            if self.path.endswith("/models"):
                _send(self, 200, {"object": "list", "data": [{"id": server.model, "object": "model"}]})
            else:
                _send(self, 404, {"error": {"message": "there is no such page"}})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            try:
                self.answer(body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def answer(self, body: dict[str, Any]) -> None:
            form = form_of(body)
            probe = body["messages"][-1]["content"] == PROBE
            with server.lock:
                server.keys.append(self.headers.get("Authorization"))
                server.times.append(time.monotonic())
                (server.probes if probe else server.requests).append(body)
                turn = len(server.requests) - 1
            if server.checks_key and self.headers.get("Authorization") != f"Bearer {server.key}":
                Fault.echo_key(401).act(self, server)
            elif form not in server.accepts and not (form == "json_object+schema" and "json_object" in server.accepts):
                _send(self, 500, {"error": {"message": f"{form} is not known here", "type": "internal_server_error"}})
            elif probe:
                colour = "amber" if form in server.enforces else "blue"
                _reply(self, server, body, {"colour": colour})
            else:
                _reply(self, server, body, server.script[min(turn, len(server.script) - 1)])

    return Handler


def _reply(handler: BaseHTTPRequestHandler, server: Server, body: dict[str, Any], scripted: Scripted) -> None:
    while callable(scripted):
        scripted = scripted(body)
    if isinstance(scripted, Fault):
        scripted.act(handler, server)
    elif form_of(body) == "tool":
        text = scripted if isinstance(scripted, str) else json.dumps(scripted)
        name = body["tools"][0]["function"]["name"]
        call = {"id": "t", "type": "function", "function": {"name": name, "arguments": text}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
        _send(handler, 200, server.completion(None, finish="tool_calls", message=message))
    else:
        _send(handler, 200, server.completion(scripted))


def _send(handler: BaseHTTPRequestHandler, code: int, content: Any, headers: dict[str, str] | None = None) -> None:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    handler.send_response(code)
    for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
