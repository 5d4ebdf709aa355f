import Platform

/// The real aider program (`CARREL_TEST_AIDER`).
enum RealAider {
  static var program: String? { Environment.current["CARREL_TEST_AIDER"].flatMap { $0.isEmpty ? nil : $0 } }
}
