import Platform

/// The real claude program for tests, when there is one.
enum RealClaude {
  /// What `CARREL_TEST_CLAUDE` names.
  static let program = Environment.current["CARREL_TEST_CLAUDE"].flatMap { $0.isEmpty ? nil : $0 }
}
