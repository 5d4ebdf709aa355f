#!/usr/bin/env python3
"""A scripted model for tests with real agents, behind the APIs that they speak. Listens on the loopback only.

Prints its port as one line on standard output and serves until its standard input ends.

    Anthropic Messages       POST /v1/messages, /v1/messages/count_tokens          ANTHROPIC_BASE_URL=http://127.0.0.1:PORT
    OpenAI Responses         POST /v1/responses                                    base URL http://127.0.0.1:PORT/v1
    OpenAI Chat Completions  POST /v1/chat/completions                             OPENAI_BASE_URL=http://127.0.0.1:PORT/v1
    Ollama                   POST /api/chat, /api/show, GET /api/tags, /api/version    OLLAMA_HOST=http://127.0.0.1:PORT
    Model lists              GET /v1/models, /v1/models/ID
What it answers follows from marks in the prompt: marks.py is the manual.

On standard input, one command a line:
    release NAME             lets the replies go on that [[model:hang NAME]] or [[model:silent NAME]] hold back
    requests                 prints the requests so far as one line of JSON: method, path, api, model, stream, tools, authorization, marks
"""
import sys

sys.dont_write_bytecode = True  # the sources' directory stays clean

import http.server
import json
import socket
import threading
import time
import uuid

import actions
import api_anthropic
import api_chat
import api_ollama
import api_responses
import marks
import text_steps

MODELS = ("scripted-large", "scripted-small")
requests = []
prompts_with_tools = set()
lock = threading.Lock()


class Dropped(Exception):
    """The script cuts the connection."""


class Stream:
    """A streamed answer: what the APIs' modules write to."""

    def __init__(self, server):
        self.server = server
        self.keepalive = ""

    def begin(self, kind, keepalive):
        self.keepalive = keepalive
        self.server.send_response(200)
        self.server.send_header("content-type", kind)
        self.server.send_header("transfer-encoding", "chunked")
        self.server.end_headers()

    def line(self, text):
        data = text.encode()
        self.server.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.server.wfile.flush()

    def end(self):
        self.server.wfile.write(b"0\r\n\r\n")
        self.server.wfile.flush()

    def pieces(self, text):
        size = max(5, len(text) // 500)
        return [text[start:start + size] for start in range(0, len(text), size)]

    def is_broken(self, reply):
        return reply.trouble == ("break", None)

    def paced(self, reply):
        """The text in pieces, with what is to happen in its middle. A reply that goes slow says so all the time."""
        pieces = self.pieces(reply.text)
        middle = (len(pieces) + 1) // 2
        for index, piece in enumerate(pieces):
            yield piece
            if index + 1 < middle:
                continue
            if reply.trouble == ("drop", None):
                raise Dropped()
            if self.is_broken(reply):
                return
            if index + 1 == middle and reply.gate:
                self.wait(reply.gate)
        for _ in range(10 * reply.slow):
            yield " slow"
            time.sleep(0.1)

    def wait(self, gate):
        """Until the gate is open. A client that goes away opens it: what was held back for it is not held back again."""
        try:
            while not gate.wait(0.5):
                self.line(self.keepalive)
        except OSError:
            gate.set()
            raise


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_HEAD(self):
        self.answer(200, {})

    def do_GET(self):
        path = self.path.split("?")[0]
        with lock:
            requests.append({"method": "GET", "path": path})
        if path.endswith("/models"):
            return self.answer(200, {"object": "list", "data": [self.model(id) for id in MODELS], "has_more": False,
                                     "first_id": MODELS[0], "last_id": MODELS[-1]})
        if "/models/" in path:
            return self.answer(200, self.model(path.rsplit("/", 1)[1]))
        if path == "/api/tags":
            return self.answer(200, api_ollama.TAGS)
        if path == "/api/version":
            return self.answer(200, api_ollama.VERSION)
        self.answer(200, {"data": [], "has_more": False})

    def model(self, id):
        return {"type": "model", "id": id, "display_name": id, "object": "model", "created": 1767225600, "created_at": "2026-01-01T00:00:00Z",
                "owned_by": "test"}

    def do_POST(self):
        text = self.body().decode("utf-8", "replace")
        try:
            body = json.loads(text or "{}")
        except ValueError:
            return self.answer(400, api_chat.error(400, "the body is not JSON"))
        path = self.path.split("?")[0]
        if path.endswith("/count_tokens"):
            return self.answer(200, {"input_tokens": len(text) // 4})
        if path == "/api/show":
            return self.answer(200, api_ollama.SHOW)
        for ending, api in (("/messages", api_anthropic), ("/responses", api_responses), ("/chat/completions", api_chat), ("/api/chat", api_ollama)):
            if path.endswith(ending):
                try:
                    return self.generate(api, body, text)
                except Dropped:
                    return self.cut()
                except OSError:
                    self.close_connection = True
                    return None
        self.answer(404, api_chat.error(404, "there is no %s here" % path))

    def body(self):
        if self.headers.get("transfer-encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("content-length", 0)))
        data = b""
        while True:
            size = int(self.rfile.readline().split(b";")[0], 16)
            data += self.rfile.read(size)
            self.rfile.readline()
            if not size:
                return data

    def generate(self, api, body, text):
        key = self.headers.get("authorization") or self.headers.get("x-api-key") or ""
        model = body.get("model") or MODELS[0]
        conversation = api.conversation(body)
        tools = actions.offered(body.get("tools"))
        is_streamed = body.get("stream", api.STREAMS_UNLESS_TOLD)
        with lock:
            requests.append({"method": "POST", "path": self.path, "api": api.__name__, "model": model, "stream": is_streamed, "tools": sorted(tools),
                             "authorization": key, "marks": [match.group(0) for _, said in conversation for match in marks.MARK.finditer(said)]})
        if "wrong" in key:
            return self.answer(401, api.error(401, "Incorrect API key provided"))
        if "no-such" in model:
            return self.answer(404, api.error(404, "model '%s' not found" % model if api is api_ollama else "The model `%s` does not exist" % model))
        style = text_steps.style(conversation, bool(tools))
        is_main = bool(tools) or style is not None or not self.is_side(api, conversation)
        if tools:
            prompts_with_tools.update(said for role, said in conversation if role == "user" and marks.MARK.search(said))
        reply, all_actions = marks.reply(self.steps(conversation, style), text, is_main, steps_in_one=style in ("blocks", "whole"))
        if reply.silent:
            reply.silent.wait()
        if reply.trouble and reply.trouble[0] not in ("drop", "break"):
            return self.fail(api, *reply.trouble)
        call = None
        if style in ("blocks", "whole"):
            reply.text = text_steps.aider(conversation, all_actions, style) + "\n" + reply.text if all_actions else reply.text
        elif style == "fences" and reply.call:
            reply.text += "\n\n" + text_steps.gptme(reply.call)
        elif reply.call and (tools or api is api_anthropic):
            call = actions.call(reply.call, tools)
        if not is_streamed:
            if reply.trouble:
                raise Dropped()
            if reply.gate:
                reply.gate.wait()
            return self.answer(200, api.whole(body, reply, call, model, self.name))
        out = Stream(self)
        api.stream(out, body, reply, call, model, self.name)
        out.end()

    def is_side(self, api, conversation):
        """Whether a request without tools is for a title or the like: claude makes no others, and other clients with tools ask so beside the real request."""
        return (api is api_anthropic or any(role == "system" and "title" in said.lower() for role, said in conversation)
                or any(said in prompts_with_tools for role, said in conversation))

    def steps(self, conversation, style):
        """A conversation in which every answer in fences counts as a call."""
        if style != "fences":
            return conversation
        return [("call", said) if role == "assistant" and "Step " in said else (role, said) for role, said in conversation]

    def fail(self, api, kind, status):
        if kind == "garbage":
            return self.send(200, "text/html", b"<html><body>This is not a model.</body></html>", {})
        if kind == "limit":
            value, headers = api.usage_limit(3600, int(time.time()) + 3600)
            return self.answer(429, value, headers)
        if kind == "context":
            return self.answer(400, api.context("Your input exceeds the context window of this model."))
        self.answer(status or 500, api.error(status or 500, "asked for by the test"))

    def name(self, prefix):
        return prefix + uuid.uuid4().hex[:24]

    def answer(self, status, value, headers=None):
        self.send(status, "application/json", json.dumps(value).encode(), headers or {})

    def send(self, status, kind, data, headers):
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        for word, value in headers.items():
            self.send_header(word, str(value))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def cut(self):
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


class Listener(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, address):
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, address)


def main():
    server = Listener(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    for line in sys.stdin:
        word, _, argument = line.strip().partition(" ")
        if word == "release":
            marks.gates.named(argument).set()
        elif word == "requests":
            with lock:
                print(json.dumps(requests), flush=True)


main()
