package import Model

/// The `[publish]` table, and the one of a repository; nil: not said.
package struct PublishSettings: Hashable, Sendable {
  /// Whether the checks of what is published run.
  package enum Checks: String, Hashable, Sendable, CaseIterable {
    case run
    /// Not before a person releases them.
    case hold
  }

  /// How it is published when nobody says.
  package var kind: Publication.Kind?
  /// Whether pull requests are opened as not ready.
  package var draft: Bool?
  /// Labels of pull requests.
  package var labels: [String]?
  /// Logins of who is to look at them.
  package var reviewers: [String]?
  /// Whether the issue is commented on.
  package var comment: Bool?
  /// What becomes of the issue.
  package var close: RequestWish.Closing?
  /// Whether checks run.
  package var ci: Checks?
  /// By what they are held: `marker`, `draft`, `label:NAME`.
  package var hold: String?
  /// The file of the body's template, as written.
  package var templatePath: String?
  /// The text of that file.
  package var template: String?

  /// Nothing said.
  package init() {}

  /// What holds: what this one says, and where it says nothing what the other does.
  package func over(_ other: PublishSettings) -> PublishSettings {
    var result = other
    result.kind = kind ?? other.kind
    result.draft = draft ?? other.draft
    result.labels = labels ?? other.labels
    result.reviewers = reviewers ?? other.reviewers
    result.comment = comment ?? other.comment
    result.close = close ?? other.close
    result.ci = ci ?? other.ci
    result.hold = hold ?? other.hold
    if templatePath != nil { (result.templatePath, result.template) = (templatePath, template) }
    return result
  }

  /// By what checks are held on a kind of forge; nil: they run. `[skip ci]` is what all of them honour (docs/forges.md).
  package func hold(on kind: ForgeKind) -> CIHold? {
    guard ci == .hold else { return nil }
    switch hold {
    case "draft": return .draft
    case .some(let text) where text.hasPrefix("label:"): return .label(String(text.dropFirst(6)))
    default: return .marker(SkipMarker.skipCI.rawValue)
    }
  }
}

extension Settings {
  /// How tasks of a repository are published.
  package func publishing(_ location: RepositoryLocation) -> PublishSettings {
    repository(matching: location)?.publish.over(publish) ?? publish
  }

  /// In which way, for an interface.
  package var usualPublication: UsualPublication {
    UsualPublication(
      kind: publish.kind, rules: repositories.map { UsualPublication.Rule(match: RepositoryMatch($0.match), kind: $0.publish.kind) })
  }
}

extension PublishSettings {
  mutating func read(_ table: inout TableReader) {
    kind = table.choice("kind")
    draft = table.boolean("draft")
    labels = names("labels", &table)
    reviewers = names("reviewers", &table)
    comment = table.boolean("comment")
    close = table.choice("close")
    ci = table.choice("ci")
    hold = table.string("hold")
    if let hold, hold != "marker", hold != "draft", !(hold.hasPrefix("label:") && hold.count > 6), let entry = table.take("hold") {
      table.complain(entry, "\(table.label("hold")) must be \"marker\", \"draft\" or \"label:NAME\", not \"\(hold)\"")
      self.hold = nil
    }
    templatePath = table.string("template")
    table.finish()
  }

  private func names(_ key: String, _ table: inout TableReader) -> [String]? {
    guard let names = table.strings(key) else { return nil }
    if names.contains(where: { $0.allSatisfy(\.isWhitespace) || $0.utf8.contains { $0 < 0x20 } || $0.count > 200 }),
      let entry = table.take(key)
    {
      table.complain(entry, "\(table.label(key)) has a name that is empty, too long or of several lines")
    }
    return names
  }
}
