/// What a command that was run, or a sentence about one, is about.
package enum DeedKind: String, Hashable, Sendable, Codable, CaseIterable {
  case test, build, lint

  /// What it is called in front of a colon: "tests: green".
  package var noun: String {
    switch self {
    case .test: "tests"
    case .build: "build"
    case .lint: "lint"
    }
  }
}
