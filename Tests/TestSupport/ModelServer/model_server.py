#!/usr/bin/env python3
"""A scripted model behind the Anthropic Messages API, for tests with the real claude program. Listens on the loopback only.

Prints its port as one line on standard output and serves until its standard input ends.

What it answers follows from marks in the last prompt; each is one step, in order, then comes a closing text:
    [[model:write PATH TEXT]]   call Write                [[model:bash COMMAND]]   call Bash
    [[model:question]]          call AskUserQuestion      [[model:plan]]           write the plan file, then ExitPlanMode
    [[model:say TEXT]]          the closing text ("All done." otherwise)
    [[model:error STATUS N]]    the first N requests (all without N) fail with this HTTP status
    [[model:slow]]              the closing text is streamed for a minute
"""
import http.server
import json
import re
import sys
import threading
import time
import uuid

ERRORS = {400: "invalid_request_error", 401: "authentication_error", 403: "permission_error", 404: "not_found_error",
          429: "rate_limit_error", 500: "api_error", 529: "overloaded_error"}
MARK = re.compile(r"\[\[model:(\w+)(?: ([^\]]*))?\]\]")
failures = {}
lock = threading.Lock()


def blocks(message):
    content = message.get("content", "")
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def steps_and_position(body):
    """The marks of the last prompt, and how many tool calls came since."""
    marks, calls = [], 0
    for message in body.get("messages", []):
        for block in blocks(message):
            if message["role"] == "user" and block.get("type") == "text" and MARK.search(block["text"]):
                marks, calls = MARK.findall(block["text"]), 0
            if message["role"] == "assistant" and block.get("type") == "tool_use":
                calls += 1
    return marks, calls


def tool_calls(marks, text):
    plan_file = re.search(r"/[^\s\"'`\\]*/plans/[\w.-]+\.md", text)
    calls = []
    for name, argument in marks:
        if name == "write":
            path, _, content = argument.partition(" ")
            calls.append(("Write", {"file_path": path, "content": content + "\n"}))
        elif name == "bash":
            calls.append(("Bash", {"command": argument, "description": "a step"}))
        elif name == "question":
            calls.append(("AskUserQuestion", {"questions": [{
                "question": "Which colour?", "header": "Colour", "multiSelect": False,
                "options": [{"label": "Red", "description": "r"}, {"label": "Blue", "description": "b"}]}]}))
        elif name == "plan":
            if plan_file:
                calls.append(("Write", {"file_path": plan_file.group(0), "content": "# The plan\n\n1. Do it.\n"}))
            calls.append(("ExitPlanMode", {}))
    return calls


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_HEAD(self):
        self.reply(200, {})

    def do_GET(self):
        self.reply(200, {"data": [], "has_more": False})

    def do_POST(self):
        text = self.rfile.read(int(self.headers.get("content-length", 0))).decode("utf-8", "replace")
        body = json.loads(text)
        if "count_tokens" in self.path:
            return self.reply(200, {"input_tokens": len(text) // 4})
        marks, position = steps_and_position(body)
        for name, argument in marks:
            if name == "error" and body.get("tools") and self.fails(argument):
                return
        words = dict(marks)
        calls = tool_calls(marks, text) if body.get("tools") else []
        if position < len(calls):
            return self.message(body, "Step %d." % (position + 1), calls[position])
        self.message(body, words.get("say") or "All done.", None, slow="slow" in words)

    def fails(self, argument):
        status, _, times = argument.partition(" ")
        with lock:
            failures[argument] = failures.get(argument, 0) + 1
            if times and failures[argument] > int(times):
                return False
        error = {"type": ERRORS.get(int(status), "api_error"), "message": "asked for by the test"}
        self.reply(int(status), {"type": "error", "error": error})
        return True

    def reply(self, status, value):
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def message(self, body, text, call, slow=False):
        usage = {"input_tokens": 1000, "output_tokens": 20, "cache_read_input_tokens": 0, "cache_creation_input_tokens": 0}
        content = [{"type": "text", "text": text}]
        if call:
            content.append({"type": "tool_use", "id": "toolu_" + uuid.uuid4().hex[:24], "name": call[0], "input": call[1]})
        message = {"id": "msg_" + uuid.uuid4().hex[:24], "type": "message", "role": "assistant", "model": body.get("model", "m"),
                   "stop_reason": "tool_use" if call else "end_turn", "stop_sequence": None, "usage": usage}
        if not body.get("stream"):
            return self.reply(200, dict(message, content=content))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            self.stream(message, content, text, slow)
        except OSError:
            pass

    def stream(self, message, content, text, slow):
        def event(kind, **fields):
            self.wfile.write(("event: %s\ndata: %s\n\n" % (kind, json.dumps(dict(fields, type=kind)))).encode())
            self.wfile.flush()

        event("message_start", message=dict(message, content=[], stop_reason=None))
        for index, block in enumerate(content):
            if block["type"] == "text":
                event("content_block_start", index=index, content_block={"type": "text", "text": ""})
                for start in range(0, len(text), 5):
                    event("content_block_delta", index=index, delta={"type": "text_delta", "text": text[start:start + 5]})
                for _ in range(600 if slow else 0):
                    event("content_block_delta", index=index, delta={"type": "text_delta", "text": " slow"})
                    time.sleep(0.1)
            else:
                event("content_block_start", index=index, content_block=dict(block, input={}))
                event("content_block_delta", index=index, delta={"type": "input_json_delta", "partial_json": json.dumps(block["input"])})
            event("content_block_stop", index=index)
        event("message_delta", delta={"stop_reason": message["stop_reason"], "stop_sequence": None}, usage=message["usage"])
        event("message_stop")


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()


main()
