internal import FoundationEssentials
package import Model

extension EventLog {
  /// The rules that operators made; none when there are none, or what was kept does not read.
  package func rules() throws(StorageError) -> RuleBook {
    guard let text = try setting(Self.rulesKey) else { return RuleBook() }
    return (try? JSONDecoder().decode(RuleBook.self, from: Data(text.utf8))) ?? RuleBook()
  }

  /// Commits the rules, without known secrets: one that had some in it answers nothing any more.
  package func setRules(_ book: RuleBook) throws(StorageError) {
    let json: Data
    do { json = try JSONEncoder().encode(book) } catch {
      throw .failed(doing: "writing the rules", reason: String(describing: error))
    }
    try setSetting(Self.rulesKey, String(decoding: records.cleaner?.json(json) ?? json, as: UTF8.self))
  }

  private static let rulesKey = "rules"
}
