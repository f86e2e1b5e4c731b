"""One HTTP request, bounded in time and bytes, through the `openai` package; nothing of its exceptions gets out.

The request runs in a thread of its own, which is left behind when its time is up: a server that sends its headers a byte at a
time is bounded as well as one that never answers. Redirects are never followed, so the key goes to no other host.
"""

from __future__ import annotations

import queue
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from planner.llm.logs import redact_logs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import httpx2
    from openai import OpenAI

    from planner.llm.access import Access

Breakage = Literal["timeout", "unreachable", "connection", "too large", "compressed"]


@dataclass(frozen=True, slots=True)
class Received:
    """An answer with a status; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Broken:
    """No whole answer; `received` bytes of one had come."""

    kind: Breakage
    says: str = ""
    received: int = 0


class _Stopped(Exception):
    """Ends the reading of an answer."""

    def __init__(self, broken: Broken) -> None:
        super().__init__(broken.kind)
        self.broken = broken


class Sender:
    """Sends to one endpoint."""

    def __init__(self, access: Access, largest: int) -> None:
        self._access = access
        self._largest = largest
        self._limits = threading.local()
        self._client: OpenAI | None = None

    def send(self, body: Mapping[str, Any], seconds: float) -> Received | Broken:
        """The answer to a request for a completion, or how it broke off, within so many seconds."""
        client = self._client = self._client or self._made()
        answers: queue.SimpleQueue[Received | Broken] = queue.SimpleQueue()
        until = time.monotonic() + seconds

        def work() -> None:
            self._limits.until = until
            answers.put(self._sent(client, body, seconds))

        threading.Thread(target=work, daemon=True, name="planproof-llm").start()
        try:
            found = answers.get(timeout=seconds)
        except queue.Empty:
            found = Broken("timeout")
        except BaseException:  # Ctrl-C: the thread is left behind
            self._drop()
            raise
        if isinstance(found, Broken):
            self._drop()
        return found

    def _drop(self) -> None:
        """The next request gets new connections."""
        client, self._client = self._client, None
        if client is not None:
            threading.Thread(target=_closed, args=(client,), daemon=True).start()

    def _made(self) -> OpenAI:
        import httpx2
        from openai import OpenAI

        redact_logs(self._access.key.get_secret_value(), self._access.redaction)
        http = httpx2.Client(
            follow_redirects=False,
            trust_env=not self._access.local,  # no proxy between this machine and itself
            headers={"Accept-Encoding": "identity"},
            limits=httpx2.Limits(max_keepalive_connections=0),  # nothing stays open between calls that take seconds
            event_hooks={"response": [self._bound]},
        )
        return OpenAI(
            api_key=self._access.key.get_secret_value(), base_url=self._access.base_url, max_retries=0, http_client=http
        )

    def _sent(self, client: OpenAI, body: Mapping[str, Any], seconds: float) -> Received | Broken:
        import httpx2
        import openai

        headers = {"Accept-Encoding": "identity"}
        try:
            response = client.post(
                "/chat/completions",
                cast_to=httpx2.Response,
                body=dict(body),
                options={"timeout": seconds, "headers": headers},
            )
            return _received(response)
        except openai.APIStatusError as error:
            return _received(error.response)
        except openai.APITimeoutError:
            return Broken("timeout")
        except Exception as error:  # whatever it holds stays here: requests in it carry the key
            return self._how_it_broke(error)

    def _how_it_broke(self, error: BaseException) -> Broken:
        import httpx2

        cause: BaseException | None = error
        seen: list[BaseException] = []
        while cause is not None and cause not in seen:
            seen.append(cause)
            if isinstance(cause, _Stopped):
                return cause.broken
            cause = cause.__cause__ or cause.__context__
        last = seen[-1]
        says = self._access.redaction.text(f"{last or type(last).__name__}")[:200] or type(last).__name__
        unreachable = any([isinstance(one, httpx2.ConnectError) for one in seen])
        return Broken("unreachable" if unreachable else "connection", says)

    def _bound(self, response: httpx2.Response) -> None:
        """Called when the headers are there: the body is then read within bounds."""
        import httpx2

        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("", "identity"):
            raise _Stopped(Broken("compressed", encoding[:20]))
        inner: Any = response.stream
        until, largest = self._limits.until, self._largest

        class Bounded(httpx2.SyncByteStream):
            def __iter__(self) -> Iterator[bytes]:
                count = 0
                for part in inner:
                    count += len(part)
                    if count > largest:
                        raise _Stopped(Broken("too large", received=count))
                    if time.monotonic() > until:
                        raise _Stopped(Broken("timeout", received=count))
                    yield part

            def close(self) -> None:
                inner.close()

        response.stream = Bounded()


def _received(response: httpx2.Response) -> Received:
    return Received(
        response.status_code, {name.lower(): value for name, value in response.headers.items()}, response.content
    )


def _closed(client: OpenAI) -> None:
    with suppress(Exception):
        client.close()
