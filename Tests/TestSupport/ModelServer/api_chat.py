"""OpenAI Chat Completions."""
import json
import time

ERRORS = {400: "invalid_request_error", 401: "invalid_api_key", 402: "insufficient_quota", 403: "permission_error", 404: "model_not_found",
          429: "rate_limit_exceeded", 500: "server_error", 503: "overloaded_error", 529: "overloaded_error"}
STREAMS_UNLESS_TOLD = False


def text_of(content):
    if isinstance(content, str):
        return content
    return "\n".join(part.get("text", "") for part in content or [] if isinstance(part, dict))


def conversation(body):
    items = []
    for message in body.get("messages", []):
        role, text = message.get("role", "user"), text_of(message.get("content"))
        items.append(({"developer": "system", "tool": "result", "function": "result"}.get(role, role), text))
        for call in message.get("tool_calls") or []:
            items.append(("call", (call.get("function") or {}).get("name", "")))
    return items


def error(status, message, code=None):
    return {"error": {"message": message, "type": code or ERRORS.get(status, "server_error"), "param": None, "code": code or ERRORS.get(status)}}


def usage_limit(seconds, resets):
    text = "You exceeded your current quota, please check your plan and billing details."
    return error(429, text, "insufficient_quota"), {"retry-after": seconds}


def context(message):
    return error(400, "This model's maximum context length is 128000 tokens. However, your messages resulted in 210000 tokens.", "context_length_exceeded")


def usage(reply):
    return {"prompt_tokens": reply.tokens[0], "completion_tokens": reply.tokens[1], "total_tokens": sum(reply.tokens),
            "prompt_tokens_details": {"cached_tokens": 0}}


def calls(call, name):
    arguments = json.dumps(call.input) if call.text is None else call.text
    return [{"id": name("call_"), "type": "function", "function": {"name": call.name, "arguments": arguments}}]


def whole(body, reply, call, model, name):
    message = {"role": "assistant", "content": reply.text}
    if reply.thinking:
        message["reasoning_content"] = reply.thinking
    if call:
        message["tool_calls"] = calls(call, name)
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "tool_calls" if call else "stop"}
    return {"id": name("chatcmpl-"), "object": "chat.completion", "created": int(time.time()), "model": model, "usage": usage(reply), "choices": [choice]}


def stream(out, body, reply, call, model, name):
    head = {"id": name("chatcmpl-"), "object": "chat.completion.chunk", "created": int(time.time()), "model": model}

    def chunk(delta, finish=None):
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        out.line("data: %s\n\n" % json.dumps(dict(head, choices=[choice])))

    out.begin("text/event-stream", keepalive=": waiting\n\n")
    chunk({"role": "assistant", "content": ""})
    for piece in out.pieces(reply.thinking):
        chunk({"reasoning_content": piece})
    for piece in out.paced(reply):
        chunk({"content": piece})
    if out.is_broken(reply):
        broken = {"error": {"message": "broken by the test", "type": "server_error", "param": None, "code": "server_error"}}
        return out.line("data: %s\n\n" % json.dumps(broken))
    if call:
        whole = calls(call, name)[0]
        arguments = whole["function"]["arguments"]
        chunk({"tool_calls": [dict(whole, index=0, function={"name": call.name, "arguments": ""})]})
        for piece in out.pieces(arguments):
            chunk({"tool_calls": [{"index": 0, "function": {"arguments": piece}}]})
    chunk({}, "tool_calls" if call else "stop")
    if (body.get("stream_options") or {}).get("include_usage"):
        out.line("data: %s\n\n" % json.dumps(dict(head, choices=[], usage=usage(reply))))
    out.line("data: [DONE]\n\n")
