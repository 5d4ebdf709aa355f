#!/usr/bin/env python3
"""A stand-in agent of the Agent Client Protocol, one request at a time. Prompts: `run LINE` runs a line in a terminal of the client, waits for it, releases it and says
its output; `hold LINE` starts it and waits for the cancel; `read PATH` reads a file through the client; anything else is echoed."""
import json
import sys

number = 0


def say(message):
    sys.stdout.write(json.dumps(dict(jsonrpc="2.0", **message)) + "\n")
    sys.stdout.flush()


def hear():
    line = sys.stdin.readline()
    if not line:
        sys.exit(0)
    return json.loads(line)


def ask(method, **params):
    global number
    number += 1
    say({"id": number, "method": method, "params": dict(sessionId="s", **params)})
    while True:
        message = hear()
        if "method" not in message and message.get("id") == number:
            return message.get("result") or {"error": message.get("error", {}).get("message")}


def text(words):
    content = {"type": "text", "text": words}
    say({"method": "session/update", "params": {"sessionId": "s", "update": {"sessionUpdate": "agent_message_chunk", "content": content}}})


def prompt(words):
    verb, _, rest = words.partition(" ")
    if verb == "run":
        name = ask("terminal/create", command=rest)["terminalId"]
        status = ask("terminal/wait_for_exit", terminalId=name)
        output = ask("terminal/output", terminalId=name)["output"]
        ask("terminal/release", terminalId=name)
        text("%s %s" % (status["exitCode"], output))
    elif verb == "hold":
        ask("terminal/create", command=rest)
        text("held")
        while hear().get("method") != "session/cancel":
            pass
        return "cancelled"
    elif verb == "read":
        text(json.dumps(ask("fs/read_text_file", path=rest)))
    else:
        text(words)
    return "end_turn"


while True:
    request = hear()
    method, params = request.get("method"), request.get("params", {})
    if method == "initialize":
        say({"id": request["id"], "result": {"protocolVersion": 1, "agentCapabilities": {"loadSession": True}}})
    elif method in ("session/new", "session/load"):
        say({"id": request["id"], "result": {"sessionId": "s"}})
    elif method == "session/prompt":
        say({"id": request["id"], "result": {"stopReason": prompt(params["prompt"][0]["text"])}})
    elif "id" in request:
        say({"id": request["id"], "error": {"code": -32601, "message": "Method not found"}})
