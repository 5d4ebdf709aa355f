"""Anthropic Messages."""
import json

ERRORS = {400: "invalid_request_error", 401: "authentication_error", 402: "billing_error", 403: "permission_error", 404: "not_found_error",
          429: "rate_limit_error", 500: "api_error", 503: "api_error", 529: "overloaded_error"}
STREAMS_UNLESS_TOLD = False


def blocks(content):
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return [block for block in content or [] if isinstance(block, dict)]


def text_of(content):
    return "\n".join(block.get("text", "") for block in blocks(content) if block.get("type") == "text")


def conversation(body):
    items = [("system", text_of(body.get("system")))]
    for message in body.get("messages", []):
        for block in blocks(message.get("content")):
            if block.get("type") == "text":
                items.append((message.get("role", "user"), block["text"]))
            elif block.get("type") == "tool_use":
                items.append(("call", block.get("name", "")))
            elif block.get("type") == "tool_result":
                items.append(("result", text_of(block.get("content"))))
    return items


def error(status, message, code=None):
    return {"type": "error", "error": {"type": ERRORS.get(status, "api_error"), "message": message}}


def usage_limit(seconds, resets):
    headers = {"retry-after": seconds, "anthropic-ratelimit-unified-status": "rejected", "anthropic-ratelimit-unified-reset": resets,
               "anthropic-ratelimit-unified-representative-claim": "five_hour"}
    return error(429, "This request would exceed your account's rate limit. Please try again later."), headers


def context(message):
    return error(400, "prompt is too long: 210000 tokens > 200000 maximum")


def usage(reply):
    return {"input_tokens": reply.tokens[0], "output_tokens": reply.tokens[1], "cache_read_input_tokens": 0, "cache_creation_input_tokens": 0}


def content(reply, call, name):
    items = []
    if reply.thinking:
        items.append({"type": "thinking", "thinking": reply.thinking, "signature": "c2lnbmVk"})
    items.append({"type": "text", "text": reply.text})
    if call:
        items.append({"type": "tool_use", "id": name("toolu_"), "name": call.name, "input": call.input})
    return items


def message(reply, call, model, name):
    return {"id": name("msg_"), "type": "message", "role": "assistant", "model": model, "stop_reason": "tool_use" if call else "end_turn",
            "stop_sequence": None, "usage": usage(reply)}


def whole(body, reply, call, model, name):
    return dict(message(reply, call, model, name), content=content(reply, call, name))


def stream(out, body, reply, call, model, name):
    def event(kind, **fields):
        out.line("event: %s\ndata: %s\n\n" % (kind, json.dumps(dict(fields, type=kind))))

    out.begin("text/event-stream", keepalive='event: ping\ndata: {"type": "ping"}\n\n')
    start = message(reply, call, model, name)
    event("message_start", message=dict(start, content=[], stop_reason=None))
    for index, block in enumerate(content(reply, call, name)):
        if block["type"] == "thinking":
            event("content_block_start", index=index, content_block={"type": "thinking", "thinking": "", "signature": ""})
            for piece in out.pieces(block["thinking"]):
                event("content_block_delta", index=index, delta={"type": "thinking_delta", "thinking": piece})
            event("content_block_delta", index=index, delta={"type": "signature_delta", "signature": block["signature"]})
        elif block["type"] == "text":
            event("content_block_start", index=index, content_block={"type": "text", "text": ""})
            for piece in out.paced(reply):
                event("content_block_delta", index=index, delta={"type": "text_delta", "text": piece})
            if out.is_broken(reply):
                return event("error", error={"type": "overloaded_error", "message": "broken by the test"})
        else:
            event("content_block_start", index=index, content_block=dict(block, input={}))
            event("content_block_delta", index=index, delta={"type": "input_json_delta", "partial_json": json.dumps(block["input"])})
        event("content_block_stop", index=index)
    event("message_delta", delta={"stop_reason": start["stop_reason"], "stop_sequence": None}, usage=start["usage"])
    event("message_stop")
