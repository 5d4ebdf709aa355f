import Agents

/// A program that behaves like gemini as far as facts/engines.md, 6, describes it.
enum GeminiStandIn {
  static func write(in stage: AgentStage) throws -> String { try OneShot.program("gemini", source, in: stage) }

  private static let source = #"""
    import glob, json, os, re, signal, sys, time
    argv = sys.argv[1:]
    if argv == ["--version"]:
        print("0.56.0"); sys.exit(0)
    option = lambda name: next((a[len(name) + 3:] for a in argv if a.startswith("--%s=" % name)), None)
    home = os.environ["GEMINI_CLI_HOME"]
    with open(home + "/calls.jsonl", "a") as f:
        f.write(json.dumps({"argv": argv, "env": dict(os.environ), "cwd": os.getcwd()}) + "\n")
    settings = json.load(open(home + "/.gemini/settings.json"))
    if settings["general"]["enableAutoUpdate"] is not False: sys.exit(52)
    out = lambda value: (sys.stdout.write(json.dumps(value) + "\n"), sys.stdout.flush())
    if "--acp" in argv:
        session = "3f6c0a5e-0000-4000-8000-000000000001"
        for line in sys.stdin:
            m = json.loads(line)
            answer = lambda result: out({"jsonrpc": "2.0", "id": m["id"], "result": result})
            if m.get("method") == "initialize":
                answer({"protocolVersion": 1, "authMethods": [{"id": "gemini-api-key", "name": "Gemini API key"}],
                        "agentCapabilities": {"loadSession": True}})
            elif m.get("method") == "authenticate": answer({})
            elif m.get("method") == "session/new":
                modes = [{"id": i, "name": i} for i in ("default", "autoEdit", "yolo", "plan")]
                answer({"sessionId": session, "modes": {"currentModeId": "default", "availableModes": modes}})
            elif m.get("method") == "session/prompt":
                out({"jsonrpc": "2.0", "method": "session/update", "params": {"sessionId": session, "update": {
                    "sessionUpdate": "agent_message_chunk", "content": {"type": "text", "text": "Over ACP."}}}})
                answer({"stopReason": "end_turn", "_meta": {"quota": {"token_count": {"input_tokens": 7, "output_tokens": 3}}}})
            elif "id" in m and "method" in m: answer({})
        sys.exit(0)
    if not os.environ.get("GEMINI_API_KEY"):
        print("Please set an Auth method in your settings.json", file=sys.stderr); sys.exit(41)
    if "--skip-trust" not in argv: sys.exit(55)
    prompt = (sys.stdin.read() + "\n\n" + option("prompt")).strip()
    mark = lambda name: re.search(r"\[\[%s(?: ([^\]]*))?\]\]" % name, prompt)
    chats = home + "/.gemini/tmp/project/chats"
    os.makedirs(chats, exist_ok=True)
    session = option("session-id")
    if option("resume"):
        session = option("resume")
        if not glob.glob("%s/*-%s.json" % (chats, session[:8])):
            print("Invalid session identifier \"%s\"." % session, file=sys.stderr); sys.exit(42)
    path = "%s/session-2026-08-06T10-00-%s.json" % (chats, session[:8])
    memory = json.load(open(path)) if os.path.exists(path) else []
    now = {"timestamp": "2026-08-06T10:00:00.000Z"}
    line = lambda kind, **fields: out({"type": kind, **now, **fields})
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    line("init", session_id="0" * 8 + session[8:] if mark("stray") else session, model=option("model") or "auto-gemini-3")
    line("message", role="user", content=prompt)
    for name, code in (("limit", 173), ("server", 244), ("turns", 53), ("tool", 54)):
        if mark(name):
            print("Error when talking to Gemini API", file=sys.stderr); sys.exit(code)
    if mark("hang"):
        line("message", role="assistant", content="Thinking", delta=True)
        while True: time.sleep(60)
    if mark("cut"): sys.exit(0)
    if mark("garbage"):
        print("half a li"); print("{\"type\":"); line("news", what=1)
    if mark("refused"):
        line("error", severity="error", message="got status: 400. API key not valid. Please pass a valid API key.")
        line("result", status="error", error={"type": "Error", "message": "API key not valid."}, stats={}); sys.exit(1)
    write = mark("write")
    if write and option("approval-mode") != "plan":
        name, _, text = write.group(1).partition(" ")
        file = os.getcwd() + "/" + name
        line("tool_use", tool_name="write_file", tool_id="write-1", parameters={"file_path": file, "content": text})
        open(file, "w").write(text)
        line("tool_result", tool_id="write-1", status="success", output="written")
        line("tool_use", tool_name="docs__search", tool_id="mcp-1", parameters={"query": "x"})
        line("tool_result", tool_id="mcp-1", status="error", error={"type": "x", "message": "no such page"})
    said = "Remembered: %s." % " ".join(memory)
    for piece in (said[:4], said[4:]): line("message", role="assistant", content=piece, delta=True)
    memory += re.findall(r"\[\[remember ([^\]]*)\]\]", prompt)
    json.dump(memory, open(path, "w"))
    line("result", status="success", stats={"total_tokens": 130, "input_tokens": 110, "output_tokens": 20, "cached": 10, "tool_calls": 1})
    """#
}
