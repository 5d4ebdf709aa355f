import Interface
import Model
import Screen
import Testing
import Wire

/// Failures that other programs of this kind really had (docs/failures.md), as far as the screen is concerned.
@Suite struct FailureTests {
  private static func isReading(_ request: Request) -> Bool {
    switch request {
    case .hello, .attach, .tasks, .task, .transcript, .diff, .diffText, .status, .engines, .models, .doctor, .preview, .read, .brief,
      .diffScope, .diffTextBetween, .checkpoints, .viewing, .hosts, .review, .blame:
      true
    default: false
    }
  }

  @Test("F28: attaching, looking at everything and resizing send nothing that an engine could hear")
  func lookingSendsNothing() {
    var stage = Stage(tasks: TaskFixtures.desk, width: 200, height: 50)
    let sizes = [(80, 24), (40, 10), (200, 60), (20, 5), (120, 40)]
    for keys in [
      "j j k", "1 2 3", "Tab Tab S-Tab", "g G", "PgUp PgDn", "Enter Esc", "] [ } {", "n N", "+", "? Esc", "f", "Ctrl-L", "s w > <", "t",
    ] {
      stage.keys(keys)
      for (width, height) in sizes { stage.apply(.terminal(.resized(Size(width: width, height: height)))) }
      stage.apply(.terminal(.focus(false)))
      stage.apply(.terminal(.focus(true)))
      stage.apply(.disconnected("cut"))
      stage.connect(TaskFixtures.desk)
    }
    let sent = stage.effects.compactMap { if case .request(_, let request) = $0 { request } else { nil } }
    #expect(!sent.isEmpty)
    #expect(sent.filter { !Self.isReading($0) } == [])
  }
}
