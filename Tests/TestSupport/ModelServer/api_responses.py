"""OpenAI Responses, as codex speaks it."""
import json
import time

ERRORS = {400: "invalid_request_error", 401: "invalid_api_key", 403: "permission_error", 404: "model_not_found", 429: "rate_limit_exceeded",
          500: "server_error", 503: "server_is_overloaded", 529: "server_is_overloaded"}
STREAMS_UNLESS_TOLD = False


def text_of(content):
    if isinstance(content, str):
        return content
    return "\n".join(part.get("text", "") for part in content or [] if isinstance(part, dict))


def conversation(body):
    items = [("system", body.get("instructions") or "")]
    asked = body.get("input") or []
    for item in [{"role": "user", "content": asked}] if isinstance(asked, str) else asked:
        kind = item.get("type", "message")
        if kind == "message":
            role = item.get("role", "user")
            items.append(("system" if role == "developer" else role, text_of(item.get("content"))))
        elif kind.endswith("_call"):
            items.append(("call", item.get("name", kind)))
        elif kind.endswith("_call_output"):
            output = item.get("output")
            items.append(("result", output if isinstance(output, str) else json.dumps(output)))
    return items


def error(status, message, code=None):
    return {"error": {"message": message, "type": code or ERRORS.get(status, "server_error"), "param": None, "code": code or ERRORS.get(status)}}


def usage_limit(seconds, resets):
    body = error(429, "The usage limit has been reached", "usage_limit_reached")
    body["error"].update(plan_type="plus", resets_at=resets, resets_in_seconds=seconds)
    return body, {"retry-after": seconds}


def context(message):
    return error(400, message, "context_length_exceeded")


def items_of(reply, call, name):
    items = []
    if reply.thinking:
        items.append({"type": "reasoning", "id": name("rs_"), "encrypted_content": "c2VhbGVk", "summary": [{"type": "summary_text", "text": reply.thinking}]})
    items.append({"type": "message", "id": name("msg_"), "role": "assistant", "status": "completed",
                  "content": [{"type": "output_text", "text": reply.text, "annotations": []}]})
    if call and call.text is not None:
        items.append({"type": "custom_tool_call", "id": name("ctc_"), "call_id": name("call_"), "name": call.name, "input": call.text, "status": "completed"})
    elif call:
        item = {"type": "function_call", "id": name("fc_"), "call_id": name("call_"), "name": call.name, "arguments": json.dumps(call.input),
                "status": "completed"}
        if call.name.startswith("mcp__") and call.name.count("__") >= 2:
            # Tools of MCP servers lie in a namespace each.
            item["namespace"], _, item["name"] = call.name.rpartition("__")
        items.append(item)
    return items


def response(id, reply, model, status, items):
    usage = {"input_tokens": reply.tokens[0], "input_tokens_details": {"cached_tokens": 0}, "output_tokens": reply.tokens[1],
             "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": sum(reply.tokens)}
    return {"id": id, "object": "response", "created_at": int(time.time()), "status": status, "model": model, "output": items, "error": None,
            "incomplete_details": None, "parallel_tool_calls": True, "tools": [], "usage": None if status == "in_progress" else usage}


def whole(body, reply, call, model, name):
    return response(name("resp_"), reply, model, "completed", items_of(reply, call, name))


def stream(out, body, reply, call, model, name):
    id, items, count = name("resp_"), items_of(reply, call, name), [0]

    def event(kind, **fields):
        count[0] += 1
        out.line("event: %s\ndata: %s\n\n" % (kind, json.dumps(dict(fields, type=kind, sequence_number=count[0]))))

    out.begin("text/event-stream", keepalive=": waiting\n\n")
    event("response.created", response=response(id, reply, model, "in_progress", []))
    for index, item in enumerate(items):
        place = {"item_id": item["id"], "output_index": index}
        if item["type"] == "reasoning":
            event("response.output_item.added", output_index=index, item=dict(item, summary=[]))
            event("response.reasoning_summary_part.added", summary_index=0, part={"type": "summary_text", "text": ""}, **place)
            for piece in out.pieces(reply.thinking):
                event("response.reasoning_summary_text.delta", summary_index=0, delta=piece, **place)
            event("response.reasoning_summary_text.done", summary_index=0, text=reply.thinking, **place)
            event("response.reasoning_summary_part.done", summary_index=0, part=item["summary"][0], **place)
        elif item["type"] == "message":
            event("response.output_item.added", output_index=index, item=dict(item, content=[], status="in_progress"))
            event("response.content_part.added", content_index=0, part={"type": "output_text", "text": "", "annotations": []}, **place)
            said = ""
            for piece in out.paced(reply):
                said += piece
                event("response.output_text.delta", content_index=0, delta=piece, **place)
            if out.is_broken(reply):
                failed = dict(response(id, reply, model, "failed", []), error={"code": "server_error", "message": "broken by the test"})
                return event("response.failed", response=failed)
            item["content"][0]["text"] = said
            event("response.output_text.done", content_index=0, text=said, **place)
            event("response.content_part.done", content_index=0, part=item["content"][0], **place)
        else:
            word, kind = ("input", "custom_tool_call_input") if "input" in item else ("arguments", "function_call_arguments")
            event("response.output_item.added", output_index=index, item=dict(item, status="in_progress", **{word: ""}))
            event("response.%s.delta" % kind, delta=item[word], **place)
            event("response.%s.done" % kind, **dict(place, **{word: item[word]}))
        event("response.output_item.done", output_index=index, item=item)
    event("response.completed", response=response(id, reply, model, "completed", items))
