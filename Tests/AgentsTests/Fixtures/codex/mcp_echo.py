"""An MCP server on standard input and output with one tool, for tests: it says back what it is given, and a variable of its environment."""
import json
import os
import sys

for line in sys.stdin:
    message = json.loads(line)
    if "id" not in message:
        continue
    method, result = message["method"], {}
    if method == "initialize":
        result = {"protocolVersion": message["params"]["protocolVersion"], "capabilities": {"tools": {}},
                  "serverInfo": {"name": "echo", "version": "1"}}
    elif method == "tools/list":
        result = {"tools": [{"name": "echo", "description": "says it back",
                             "inputSchema": {"type": "object", "properties": {"s": {"type": "string"}}}}]}
    elif method == "tools/call":
        text = "%s %s" % (message["params"]["arguments"].get("s"), os.environ.get("ECHO_WORD"))
        result = {"content": [{"type": "text", "text": text}]}
    print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}), flush=True)
