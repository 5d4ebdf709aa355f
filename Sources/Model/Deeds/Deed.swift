/// A test, build or lint that an agent really ran.
package struct Deed: Hashable, Sendable, Codable {
  /// Why the exit status of a run is not known.
  package enum Cover: String, Hashable, Sendable, Codable, CaseIterable {
    case pipe, later, background, negated, alternative, condition, untold, broken, cut

    /// In words, behind "the exit status".
    package var words: String {
      switch self {
      case .pipe: "status hidden by a pipe"
      case .later: "status hidden by what ran after it in the same command"
      case .background: "status hidden: it ran in the background"
      case .negated: "status turned round by !"
      case .alternative: "status hidden by && or ||"
      case .condition: "status hidden by a condition or a loop"
      case .untold: "status not told by the engine"
      case .broken: "an error, without an exit status"
      case .cut: "cut off before it ended"
      }
    }
  }

  /// How it ended.
  package enum Outcome: Hashable, Sendable, Codable {
    /// With exit status 0.
    case passed
    /// With another one.
    case failed(Int)
    /// Nobody can say.
    case hidden(Cover)
    /// It has not ended yet.
    case running

    /// In words.
    package var words: String {
      switch self {
      case .passed: "exit 0"
      case .failed(let code): "exit \(code)"
      case .hidden(let cover): cover.words
      case .running: "still running"
      }
    }
  }

  /// The row of the transcript in which its tool call begins.
  package var seq: Int64
  /// When it began.
  package var time: Timestamp
  /// The agent's turn, from 1.
  package var turn: Int
  /// What it was.
  package var kind: DeedKind
  /// The command, without what stands around it, in one line; as it came: to be cleaned before it is shown.
  package var command: String
  /// Whether it ran a part of the tests only, by its arguments.
  package var isPart: Bool
  /// How it ended.
  package var outcome: Outcome

  /// A run.
  package init(seq: Int64, time: Timestamp, turn: Int, kind: DeedKind, command: String, isPart: Bool = false, outcome: Outcome) {
    self.seq = seq
    self.time = time
    self.turn = turn
    self.kind = kind
    self.command = command
    self.isPart = isPart
    self.outcome = outcome
  }
}
