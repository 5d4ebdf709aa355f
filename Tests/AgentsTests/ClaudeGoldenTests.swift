import Agents
import Testing

@Suite struct ClaudeGoldenTests {
  private static let golden: [(String, [String])] = [
    (
      "partial-tools",
      [
        "turn",
        "session claude-opus-5-5",
        "mode default",
        "thinking hmm let me think",
        "text I will write.",
        "start write Write hello.txt",
        "start execute Bash echo out; exit 3",
        "file add hello.txt",
        "end ok - File created successfully at: ",
        "end failed 3 Exit code 3",
        "text done now",
        "usage 27890/39 1123",
        "context 14037/1000000",
        "done completed done now",
      ]
    ),
    (
      "perm-stdio",
      [
        "turn",
        "session claude-opus-5-5",
        "mode default",
        "text Edit it.",
        "start execute Bash touch made-by-bash",
        "asked Run `touch made-by-bash`?",
        "end ok 0 (Bash completed with no output",
        "start write Write /srv/runs/claude/perm-stdio/repo/hello.txt",
        "asked Write /srv/runs/claude/perm-stdio/repo/hello.txt?",
        "file add /srv/runs/claude/perm-stdio/repo/hello.txt",
        "end ok - File created successfully at: ",
        "start edit Edit /srv/runs/claude/perm-stdio/repo/README.md",
        "asked Edit /srv/runs/claude/perm-stdio/repo/README.md?",
        "end denied - no, leave the README alone",
        "start execute Bash rm -rf /srv/engines/nothing",
        "asked Run `rm -rf /srv/engines/nothing`?",
        "end cancelled - The user doesn't want to proce",
        "usage 54874/105 2216",
        "context 13883/1000000",
        "done interrupted -",
      ]
    ),
    (
      "partial-compact",
      [
        "turn",
        "session claude-opus-5-5",
        "mode default",
        "text first answer",
        "usage 13855/3 555",
        "context 13855/1000000",
        "done completed first answer",
        "turn",
        "compacted 13858>2556",
        "usage 15498/7 621",
        "context 2556/1000000",
        "done completed -",
        "turn",
        "text after",
        "usage 14201/1 568",
        "context 14201/1000000",
        "done completed after",
      ]
    ),
    (
      "ask-stdio",
      [
        "turn",
        "session claude-opus-5-5",
        "mode default",
        "text I need to know.",
        "start think AskUserQuestion ",
        "asked Which color?",
        "end ok - Your questions have been answe",
        "text Thanks.",
        "usage 27270/59 1103",
        "context 13705/1000000",
        "done completed Thanks.",
      ]
    ),
    (
      "interrupt-tool",
      [
        "turn",
        "session claude-opus-5-5",
        "mode default",
        "text Sleeping.",
        "start execute Bash python3 -c 'import time; time.sleep(30)'",
        "end cancelled - The user doesn't want to proce",
        "usage 12402/23 501",
        "context 12402/1000000",
        "done interrupted -",
        "turn",
        "text After.",
        "usage 12664/2 507",
        "context 12664/1000000",
        "done completed After.",
      ]
    ),
    (
      "err-drop-mid",
      [
        "turn",
        "session claude-opus-5-5",
        "mode default",
        "retry 1/10 network",
        "text fine",
        "usage 12400/1 496",
        "context 12400/1000000",
        "done completed fine",
      ]
    ),
  ]

  @Test(arguments: golden)
  func summary(_ name: String, _ expected: [String]) {
    let lines = (EngineReplay.decode(engine: ClaudeEngine(), bytes: Fixture.bytes(name)) ?? [])
      .compactMap(\.summary)
    #expect(lines == expected)
  }
}
