/// Which invocations of some programs are tests, builds or lints.
struct CommandRule {
  /// The programs' names.
  let programs: Set<String>
  /// What they are without further words; nil: only their words say.
  var itself: DeedKind?
  /// The word behind the options that says what they do here.
  var verbs: [String: DeedKind] = [:]
  /// Options without which they are none of these: formatters that would only write, say.
  var needs: Set<String> = []

  init(_ programs: Set<String>, _ itself: DeedKind? = nil, verbs: [String: DeedKind] = [:], needs: Set<String> = []) {
    self.programs = programs
    self.itself = itself
    self.verbs = verbs
    self.needs = needs
  }

  /// What these arguments mean to the program; nil: nothing of the kind.
  func kind(_ arguments: ArraySlice<String>) -> DeedKind? {
    if !needs.isEmpty, needs.isDisjoint(with: arguments) { return nil }
    guard !verbs.isEmpty else { return itself }
    var found: DeedKind?
    for word in arguments where !word.hasPrefix("-") && !word.hasPrefix("+") {
      if let kind = verbs[word] { return kind }
      // `gradle :app:testDebugUnitTest`, `mvn surefire:test`.
      if found == nil, let last = word.split(separator: ":").last, last.count < word.count, let kind = verbs[String(last)] { found = kind }
      if itself == nil, programs.isDisjoint(with: CommandTable.manyVerbs) { return found }
    }
    return found ?? (arguments.contains { !$0.hasPrefix("-") } ? nil : itself)
  }
}
