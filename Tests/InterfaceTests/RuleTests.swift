import Interface
import Model
import Screen
import Testing
import Wire

/// SCREEN.md, rule 3: no single key or click outside a dialog, the composer or a focused request destroys, publishes or sends.
@Suite struct RuleTests {
  /// Every key that a terminal can send.
  static let allKeys: [Key] = {
    var codes: [Key.Code] = (0x20...0x7E).compactMap { Unicode.Scalar($0).map(Key.Code.character) }
    codes += [.enter, .tab, .backTab, .escape, .backspace, .delete, .insert, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown]
    codes += (1...12).map(Key.Code.function)
    return codes.flatMap { code in [Key(code), Key(code, control: true), Key(code, alt: true), Key(code, shift: true)] }
  }()

  static func hasConsequences(_ effect: Effect) -> Bool {
    guard case .request(_, let request) = effect else { return false }
    switch request {
    case .transcript, .diff, .diffText, .diffScope, .diffTextBetween, .checkpoints, .viewing, .read, .preview, .brief, .engines, .task,
      .tasks, .allTasks, .search, .statistics, .timeline, .evidence, .status, .doctor, .queue, .freeze, .setPriority, .shell,
      .openInterface, .review,
      .keepReview, .blame, .seenHunks, .issues, .conflicts:
      return false
    case .approve(_, let options): return !options.dryRun
    default: return true
    }
  }

  /// States without dialog, composer or focused request.
  static var places: [(String, Stage)] {
    var places: [(String, Stage)] = []
    for (index, task) in TaskFixtures.desk.enumerated() {
      var stage = Stage(tasks: TaskFixtures.desk)
      for _ in 0..<index { stage.keys("j") }
      places.append(("list on row \(index)", stage))
      stage.keys("2")
      places.append(("transcript of row \(index), \(task.id)", stage))
      stage.keys("3")
      places.append(("diff of row \(index)", stage))
      stage.keys("1 Space V j")
      places.append(("marked from row \(index)", stage))
    }
    for (name, keys) in [("filter", "/"), ("zoomed", "+"), ("help", "?"), ("palette", ":"), ("sort", "o"), ("writing a list", "i")] {
      var stage = Stage(tasks: TaskFixtures.desk)
      stage.keys(keys)
      places.append((name, stage))
    }
    for page in ["log every", "engines what", "themes, with", "settings what"] {
      var stage = Stage(tasks: TaskFixtures.desk)
      stage.keys(":")
      stage.type(page)
      stage.keys("Enter")
      places.append((page, stage))
      stage.keys("/ a")
      places.append(("\(page), while it is filtered", stage))
    }
    places.append(("empty", Stage(tasks: [])))
    places.append(("not attached", Stage()))
    return places
  }

  @Test("F35: no single key destroys, publishes or sends")
  func noSingleKeyHasConsequences() {
    for (name, stage) in Self.places {
      for key in Self.allKeys {
        var stage = stage
        stage.clear()
        stage.apply(.terminal(.key(key)))
        let bad = stage.effects.filter(Self.hasConsequences)
        #expect(bad.isEmpty, "\(KeyName.name(of: key)) in \(name): \(bad)")
      }
    }
  }

  @Test("F35: no click destroys, publishes or sends")
  func noClickHasConsequences() {
    for (name, stage) in Self.places {
      for row in stride(from: 0, to: 40, by: 5) {
        for column in stride(from: 0, to: 120, by: 13) {
          var stage = stage
          stage.clear()
          for kind in [MouseEvent.Kind.press, .wheelDown] {
            stage.apply(.terminal(.mouse(MouseEvent(kind: kind, column: column, row: row))))
          }
          #expect(!stage.effects.contains(where: Self.hasConsequences), "a click at \(column),\(row) in \(name)")
        }
      }
    }
  }

  @Test func enterInADialogIsNo() {
    for keys in ["j j j A", "j j j D", "S"] {
      var stage = Stage(tasks: TaskFixtures.desk)
      stage.keys(keys)
      #expect(stage.state.modals.count == 1, "\(keys) asks first")
      stage.keys("Enter")
      #expect(stage.state.modals.isEmpty)
      #expect(!stage.effects.contains(where: Self.hasConsequences))
    }
  }

  @Test func everyCommandStandsInATable() {
    let known = Set(Keymap.standard.map(\.command))
    #expect(Command.allCases.filter { !known.contains($0) } == [])
  }

  @Test func tablesHaveNoTwins() {
    #expect(Keymap().problems == [])
  }

  @Test func disabledActionsSayWhy() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("A")
    #expect(stage.text.contains("T12 is waiting: only work in review is approved."))
    #expect(stage.state.modals.isEmpty)
    stage.keys(":")
    stage.type("approve")
    stage.keys("Enter")
    #expect(stage.text.contains("only work in review"))
  }
}
