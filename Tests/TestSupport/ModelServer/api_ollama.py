"""Ollama's own chat, one JSON object a line."""
import json

STREAMS_UNLESS_TOLD = True
TAGS = {"models": [{"name": name, "model": name, "size": 1, "digest": "0" * 64, "modified_at": "2026-01-01T00:00:00Z",
                    "details": {"family": "scripted", "parameter_size": "1B"}} for name in ("scripted:latest", "scripted-small:1b")]}
SHOW = {"details": {"family": "scripted"}, "capabilities": ["completion", "tools", "thinking"], "model_info": {"scripted.context_length": 131072}}
VERSION = {"version": "0.13.0"}


def conversation(body):
    items = []
    for message in body.get("messages", []):
        role = message.get("role", "user")
        items.append(("result" if role == "tool" else role, message.get("content") or ""))
        items += [("call", (call.get("function") or {}).get("name", "")) for call in message.get("tool_calls") or []]
    return items


def error(status, message, code=None):
    return {"error": message}


def usage_limit(seconds, resets):
    return error(429, "you have reached your hourly usage limit, upgrade to continue"), {"retry-after": seconds}


def context(message):
    return error(400, "the input length exceeds the context length")


def frame(model, message, done=None):
    value = {"model": model, "created_at": "2026-01-01T00:00:00Z", "message": message, "done": done is not None}
    if done is not None:
        value.update(done_reason="stop", total_duration=1, load_duration=1, prompt_eval_count=done.tokens[0], prompt_eval_duration=1,
                     eval_count=done.tokens[1], eval_duration=1)
    return value


def calls(call):
    return [{"function": {"name": call.name, "arguments": call.input}}]


def whole(body, reply, call, model, name):
    message = {"role": "assistant", "content": reply.text}
    if reply.thinking:
        message["thinking"] = reply.thinking
    if call:
        message["tool_calls"] = calls(call)
    return frame(model, message, reply)


def stream(out, body, reply, call, model, name):
    def line(done=None, **fields):
        out.line(json.dumps(frame(model, dict({"role": "assistant", "content": ""}, **fields), done)) + "\n")

    out.begin("application/x-ndjson", keepalive=json.dumps(frame(model, {"role": "assistant", "content": ""})) + "\n")
    for piece in out.pieces(reply.thinking):
        line(thinking=piece)
    for piece in out.paced(reply):
        line(content=piece)
    if out.is_broken(reply):
        return out.line('{"error":"broken by the test"}\n')
    if call:
        line(tool_calls=calls(call))
    line(done=reply)
