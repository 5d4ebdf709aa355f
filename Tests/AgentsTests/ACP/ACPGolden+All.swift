extension ACPGolden {
  static let all: [ACPGolden] = [
    ACPGolden("vibe-acp/permission.both.jsonl", []), ACPGolden("vibe-acp/err-drop.both.jsonl", []),
    ACPGolden("vibe-acp/load-2.both.jsonl", []), ACPGolden("vibe-acp/config.both.jsonl", []),
    ACPGolden("vibe-acp/compact.both.jsonl", []), ACPGolden("vibe-acp/cancel-tool.both.jsonl", []),
    ACPGolden("kimi-acp/permission.both.jsonl", []), ACPGolden("kimi-acp/cancel-tool.both.jsonl", []),
    ACPGolden("openhands-acp/permission.both.jsonl", []), ACPGolden("gptme-acp/basic.both.jsonl", []),
  ]
}
