extension ReviewNote {
  /// Where it stands: `src/login.swift:12`, `src/login.swift`, `on the whole`. From outside.
  package var place: String { path.map { path in line.map { "\(path):\($0)" } ?? path } ?? "on the whole" }
}
