/// What the runs of one kind have come to.
package struct LastRuns: Hashable, Sendable, Codable {
  /// How it stands.
  package enum State: Hashable, Sendable, Codable {
    /// The last run whose status is known succeeded, and nothing changed since.
    case green
    /// It succeeded, and files changed since, or may have.
    case stale
    /// It failed.
    case failed(Int)
    /// There were runs, and of none that counts the status is known.
    case hidden(Deed.Cover)
  }

  /// The last run.
  package var last: Deed
  /// The last one whose status is known.
  package var known: Deed?
  /// What changed since the last one whose status is known; since the last one, when there is none.
  package private(set) var since = LaterChange()
  /// Whether all of it, and not only a part of the tests, succeeded since the last change.
  package private(set) var isWhole = false

  /// After the first run.
  package init(_ deed: Deed) {
    last = deed
    if deed.outcome.isKnown { known = deed }
    isWhole = deed.outcome == .passed && !deed.isPart
  }

  /// Something changed after it.
  mutating func note(_ change: (inout LaterChange) -> Void) {
    change(&since)
    isWhole = false
  }

  /// How it stands.
  package var state: State {
    // A later run about which nothing is known takes nothing away from a green one, unless something changed in between.
    if let known {
      switch known.outcome {
      case .passed: if since.isNone { return .green } else if known.seq == last.seq { return .stale }
      case .failed(let code): if known.seq == last.seq { return .failed(code) }
      case .hidden, .running: break
      }
    }
    switch last.outcome {
    case .hidden(let cover): return .hidden(cover)
    case .running: return .hidden(.cut)
    case .passed: return .stale
    case .failed(let code): return .failed(code)
    }
  }

  /// The run that the state is about.
  package var telling: Deed {
    switch state {
    case .green, .stale: known ?? last
    case .failed, .hidden: last
    }
  }

  mutating func add(_ deed: Deed) {
    last = deed
    guard deed.outcome.isKnown else { return }
    known = deed
    since = LaterChange()
    if deed.outcome != .passed { isWhole = false } else if !deed.isPart { isWhole = true }
  }
}

extension Deed.Outcome {
  /// Whether the exit status is known.
  package var isKnown: Bool {
    switch self {
    case .passed, .failed: true
    case .hidden, .running: false
    }
  }
}
