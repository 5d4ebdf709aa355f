extension ACPGolden {
  static let all: [ACPGolden] = [
    ACPGolden(
      "gptme-acp/basic.both.jsonl",
      ["session -", "turn", "text ℹ️ New session\nUsing model: local/fake-mo", "done completed ℹ️ New session\nUsing model: loc"]),
    ACPGolden(
      "kimi-acp/cancel-tool.both.jsonl",
      [
        "session fake", "turn", "text s", "start execute Shell python3 -c 'import time; time.sleep(30)'",
        "asked Run `python3 -c 'import time; time.sleep(30)'`?", "end cancelled - ", "done interrupted s",
      ]),
    ACPGolden(
      "kimi-acp/permission.both.jsonl",
      [
        "session fake", "turn", "text a", "start write WriteFile /srv/runs/kimi-acp/permission/repo/hello.txt",
        "asked Write /srv/runs/kimi-acp/permission/repo/hello.txt?", "file update /srv/runs/kimi-acp/permission/repo/hello.txt",
        "file add /srv/runs/kimi-acp/permission/repo/hello.txt", "end ok - ", "text b",
        "start edit StrReplaceFile /srv/runs/kimi-acp/permission/repo/README.md",
        "asked Edit /srv/runs/kimi-acp/permission/repo/README.md?", "end denied - The tool call is rejected by t", "done completed b",
      ]),
    ACPGolden(
      "openhands-acp/permission.both.jsonl",
      [
        "session -", "turn", "raw {\"jsonrpc\":\"2.0\",\"method\":\"ses", "usage 9181/53 235",
        "thinking **Reasoning**:\nthink\n\n**Thought**:\nEditi", "start edit Edit /srv/runs/openhands-acp/permission/repo/hello.txt",
        "asked Edit /srv/runs/openhands-acp/permission/repo/hello.txt?", "end ok - Tool: file_editor", "usage 9337/27 236",
        "thinking \n**Thought**:\nRun.\n", "start execute Execute ls; echo done", "asked Run `ls; echo done`?", "end ok 0 Tool: terminal",
        "usage 9508/27 240", "thinking \n**Thought**:\nAgain.\n", "start execute Execute rm hello.txt", "asked Run `rm hello.txt`?",
        "end denied - Tool: terminal", "usage 9634/2 241", "text All done.", "done completed All done.",
      ]),
    ACPGolden(
      "vibe-acp/cancel-tool.both.jsonl",
      [
        "session fake", "turn", "notice info The agent calls this session “go”.", "usage 8701/21 -", "context 8722/200000", "text s",
        "start execute bash python3 -c 'import time; time.sleep(30)'", "asked Run `python3 -c 'import time; time.sleep(30)'`?",
        "end cancelled - client interrupt", "done interrupted s",
      ]),
    ACPGolden(
      "vibe-acp/compact.both.jsonl",
      [
        "session fake", "turn", "notice info The agent calls this session “a”.", "usage 8694/1 -", "context 8695/200000", "text one",
        "done completed one", "turn", "notice info The agent calls this session “<summary>s", "usage 8713/1 -", "context 8714/200000",
        "text two", "done completed two", "turn", "start other Other Compacting conversation history...",
        "end ok - Conversation context compacted", "compacted 0>0", "done completed -", "turn", "usage 9080/1 -", "usage 8818/1 -",
        "context 8819/200000", "text four", "done completed four",
      ]),
    ACPGolden(
      "vibe-acp/config.both.jsonl",
      [
        "session fake", "notice warning session/set_model failed: Method not fou", "notice warning no/such failed: Method not found",
        "turn", "done failed(bad_request) -", "turn", "notice info The agent calls this session “go”.", "usage 8701/1 -",
        "context 8702/200000", "text x", "done completed x", "turn", "done failed(unknown) -",
        "notice info The agent calls this session “ok”.", "raw {\"jsonrpc\":\"2.0\",\"method\":\"ses", "usage 8719/1 -",
        "context 8720/200000", "turn", "usage 8740/1 -", "context 8741/200000", "text Done.", "done completed Done.",
      ]),
    ACPGolden(
      "vibe-acp/err-drop.both.jsonl",
      [
        "session fake", "turn", "notice info The agent calls this session “go”.", "discarded", "retry 0/0 network", "usage 8696/1 -",
        "context 8697/200000", "text fine", "done completed fine",
      ]),
    ACPGolden(
      "vibe-acp/load-2.both.jsonl",
      [
        "session fake", "turn", "context 8813/200000", "usage 8833/4 -", "context 8837/200000", "text answer after load",
        "done completed answer after load", "notice warning session/load failed: Session not found: ", "session fake",
      ]),
    ACPGolden(
      "vibe-acp/permission.both.jsonl",
      [
        "session fake", "turn", "notice info The agent calls this session “go”.", "usage 8699/19 -", "context 8718/200000", "text a",
        "start write write_file /srv/runs/vibe-acp/permission/repo/hello.txt", "asked Write /srv/runs/vibe-acp/permission/repo/hello.txt?",
        "file add /srv/runs/vibe-acp/permission/repo/hello.txt", "end ok - Created hello.txt", "usage 8813/28 -", "context 8841/200000",
        "text b", "start edit edit /srv/runs/vibe-acp/permission/repo/README.md",
        "asked Edit /srv/runs/vibe-acp/permission/repo/README.md?", "end denied - Tool execution denied by appro", "usage 8942/15 -",
        "context 8957/200000", "notice info The agent calls this session “ok”.", "text c", "start execute bash touch via-bash; ls",
        "asked Run `touch via-bash; ls`?", "end ok - README.md", "usage 9063/1 -", "context 9064/200000", "text end", "done completed end",
      ]),
  ]
}
