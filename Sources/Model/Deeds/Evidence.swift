/// What an agent claims in its closing message beside what was really run.
package struct Evidence: Hashable, Sendable, Codable {
  /// Whose.
  package var task: TaskID
  /// The runs, oldest first.
  package var deeds: [Deed]
  /// Runs that are left out, since there were too many: the oldest ones.
  package var left: Int
  /// What the runs have come to, by kind; only the kinds that were run.
  package var runs: [DeedKind: LastRuns]
  /// The claims, in the order of the message.
  package var claims: [Claim]
  /// What the repository's own check said at the end of the last turn; without its output.
  package var check: CheckResult?
  /// Whether files changed after the check.
  package var isCheckStale: Bool

  /// Puts the claims beside the runs.
  package init(
    task: TaskID, deeds: [Deed], left: Int = 0, runs: [DeedKind: LastRuns], claims: [Claim], check: CheckResult? = nil,
    isCheckStale: Bool = false
  ) {
    self.task = task
    self.deeds = deeds
    self.left = left
    self.runs = runs
    self.check = check
    self.check?.tail = ""
    self.isCheckStale = isCheckStale
    self.claims = []
    self.claims = claims.map(judged)
  }

  /// Nothing was run, checked or claimed.
  package var isEmpty: Bool { deeds.isEmpty && claims.isEmpty && check == nil && left == 0 }

  /// The kinds that the repository's check stands for: by its command, or all when that says nothing.
  var checkedKinds: Set<DeedKind> {
    guard let check, check.exitCode != nil else { return [] }
    let found = ShellScript.steps(of: check.command).compactMap { if case .run(let kind, _, _, _) = $0 { kind } else { DeedKind?.none } }
    return found.isEmpty ? Set(DeedKind.allCases) : Set(found)
  }

  private func judged(_ claim: Claim) -> Claim {
    var claim = claim
    let asked = claim.kinds.isEmpty ? DeedKind.allCases.filter { runs[$0] != nil } : claim.kinds
    let checked = checkedKinds
    if let check, check.exitCode != nil, claim.kinds.isEmpty || Set(claim.kinds).isSubset(of: checked) {
      claim.isByCheck = true
      claim.verdict = !check.passed ? .contradicted : isCheckStale ? .stale : .seen
      claim.since = check.passed && isCheckStale ? "files changed" : ""
      return claim
    }
    // The worst of what it is about.
    var worst: (Claim.Verdict, Deed?, String)?
    for kind in asked where !(checked.contains(kind) && check?.passed == true && !isCheckStale) {
      let one = verdict(kind)
      if worst.map({ Self.rank($0.0) < Self.rank(one.0) }) ?? true { worst = one }
    }
    if let worst { (claim.verdict, claim.deed, claim.since) = worst }
    return claim
  }

  private func verdict(_ kind: DeedKind) -> (Claim.Verdict, Deed?, String) {
    guard let runs = runs[kind] ?? built(kind) else { return (.notSeen, nil, "") }
    switch runs.state {
    case .green where !runs.isWhole: return (.partly, runs.telling, "")
    case .green: return (.seen, runs.telling, "")
    case .stale: return (.stale, runs.telling, runs.since.words)
    case .failed: return (.contradicted, runs.telling, "")
    case .hidden: return (.hidden, runs.telling, "")
    }
  }

  /// Tests that succeeded were built first, where what they are written in is built.
  private func built(_ kind: DeedKind) -> LastRuns? {
    guard kind == .build, let tests = runs[.test], case .passed? = tests.known?.outcome else { return nil }
    let builders: Set = [
      "swift", "cargo", "go", "mvn", "mvnw", "gradle", "gradlew", "dotnet", "xcodebuild", "sbt", "bazel", "zig", "dune", "stack", "cabal",
    ]
    let program = tests.telling.command.split(separator: " ").first.map { ShellCommand.name(String($0)) } ?? ""
    return builders.contains(program) ? tests : nil
  }

  private static func rank(_ verdict: Claim.Verdict) -> Int {
    switch verdict {
    case .seen: 0
    case .partly: 1
    case .stale: 2
    case .hidden: 3
    case .notSeen: 4
    case .contradicted: 5
    }
  }

  /// The same in short, for the record.
  package var mark: EvidenceMark? {
    var points: [EvidenceMark.Point] = []
    for kind in DeedKind.allCases {
      guard let runs = runs[kind] else { continue }
      points.append(
        EvidenceMark.Point(kind: kind, state: runs.state, since: runs.since.words, isPart: runs.telling.isPart && !runs.isWhole))
    }
    let open = claims.count { $0.verdict == .notSeen }
    let denied = claims.count { $0.verdict == .contradicted }
    let isNothing = points.isEmpty && open == 0 && denied == 0
    return isNothing ? nil : EvidenceMark(points: points, unseen: open, contradicted: denied)
  }
}
