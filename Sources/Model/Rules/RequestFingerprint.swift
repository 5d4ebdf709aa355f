/// By what two requests of agents are the same, for one answer to many and for rules. Pure. Equal means: the same kind; for a permission the same engine, the
/// same tool and the same input to the byte (Swift's own string comparison would take different bytes for one letter), but for the task's own directory at
/// the beginning of a path; for questions the same text around them, the same questions, the same choices in the same order. What cannot be told has no
/// fingerprint: it equals nothing, not even itself.
package struct RequestFingerprint: Sendable, Codable {
  /// What is asked for.
  package enum Kind: String, Hashable, Sendable, Codable {
    case permission, questions
  }

  /// What is asked for.
  package let kind: Kind
  /// The engine whose tool it is; empty for questions, which are the same whoever asks.
  package let engine: String
  /// The engine's name of the tool; empty for questions.
  package let tool: String
  /// The input, normalised unless `isExact`.
  package let input: String
  /// Whether it is sensitive, so that every byte counts, the task's directory too.
  package let isExact: Bool

  /// The most bytes of an input that is compared.
  package static let mostBytes = 8 << 10
  /// What stands in the place of a known secret: what was there cannot be told any more.
  static let redacted = "[redacted]"

  /// The fingerprint of a request.
  /// - Parameters:
  ///   - engine: the name of the engine that asks.
  ///   - workspace: the absolute path of the task's directory.
  /// - Returns: nil for plans, for Carrel's own questions, for what an engine does not tell whole, and for what had a secret in it.
  package init?(_ request: AgentRequest, engine: String, workspace: String?) {
    switch request.kind {
    case .plan: return nil
    case .permission(let tool, _):
      guard tool != "carrel", !request.id.hasPrefix("carrel-"), let input = request.input, !input.isEmpty else { return nil }
      let paths = RequestInput(input, workspace: workspace ?? "")
      self.kind = .permission
      self.engine = engine
      self.tool = tool
      isExact = RequestInput.hides(input) || paths.paths.contains { !SensitivePath.reasons($0).isEmpty }
      self.input = isExact ? input : paths.normalised
    case .questions(let questions):
      guard !questions.isEmpty else { return nil }
      kind = .questions
      self.engine = ""
      tool = ""
      let words =
        [request.title, request.detail]
        + questions.flatMap { [$0.text, $0.multiple ? "several" : "one", "\($0.options.count)"] + $0.options }
      // The length before each text: no text can be read as the end of another.
      input = words.map { "\($0.utf8.count):\($0)" }.joined(separator: "\n")
      isExact = RequestInput.hides(input)
    }
    let isTold = !input.contains(Self.redacted) && !tool.contains(Self.redacted)
    guard isTold, input.utf8.count <= Self.mostBytes, tool.utf8.count <= 256 else { return nil }
  }
}

extension RequestFingerprint: Hashable {
  /// The same to the byte.
  package static func == (left: RequestFingerprint, right: RequestFingerprint) -> Bool {
    left.kind == right.kind && left.isExact == right.isExact && left.engine.utf8.elementsEqual(right.engine.utf8)
      && left.tool.utf8.elementsEqual(right.tool.utf8) && left.input.utf8.elementsEqual(right.input.utf8)
  }

  /// By the bytes.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    for text in [engine, tool, input] {
      var text = text
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
      hasher.combine(UInt8(0))
    }
  }
}

extension AgentRequest {
  /// Whether it may have a fingerprint at all; cheap, for lists.
  package var isComparable: Bool {
    switch kind {
    case .plan: false
    case .permission: input != nil
    case .questions: true
    }
  }
}

extension TaskRecord {
  /// The fingerprint of one of its requests; nil: it equals no other.
  package func fingerprint(of request: AgentRequest) -> RequestFingerprint? {
    RequestFingerprint(request, engine: engine, workspace: workspacePath)
  }

  /// The fingerprint of what it waits for first; nil: it waits for nothing, or for what equals no other.
  package var asks: RequestFingerprint? {
    guard phase == .waiting, let first = requests.first, attention?.request == first.id else { return nil }
    return fingerprint(of: first)
  }

  /// Its requests that ask this.
  package func requests(asking fingerprint: RequestFingerprint) -> [AgentRequest] {
    guard phase == .waiting else { return [] }
    return requests.filter { self.fingerprint(of: $0) == fingerprint }
  }
}
