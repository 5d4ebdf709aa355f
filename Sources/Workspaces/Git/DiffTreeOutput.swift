/// Reads `git diff-tree -r -M -z --raw --numstat`. Pure.
struct DiffTreeOutput {
  /// One changed path.
  struct Entry: Hashable {
    var oldMode: String
    var newMode: String
    var oldBlob: String
    var newBlob: String
    var status: Character
    var path: TreePath
    var oldPath: TreePath?
    var insertions = 0
    var deletions = 0
    var isBinary = false
  }

  /// The entries in git's order.
  let entries: [Entry]

  /// Nil when the bytes are not of this form.
  init?(_ bytes: [UInt8]) {
    var fields = bytes.split(separator: 0, omittingEmptySubsequences: false)[...]
    if fields.last?.isEmpty == true { fields.removeLast() }
    var found: [Entry] = []
    while let head = fields.first, head.first == UInt8(ascii: ":") {
      fields.removeFirst()
      let words = String(decoding: head.dropFirst(), as: UTF8.self).split(separator: " ")
      guard words.count == 5, let status = words[4].first, let first = fields.popFirst() else { return nil }
      var entry = Entry(
        oldMode: String(words[0]), newMode: String(words[1]), oldBlob: String(words[2]), newBlob: String(words[3]), status: status,
        path: TreePath(first))
      if status == "R" || status == "C" {
        guard let second = fields.popFirst() else { return nil }
        entry.oldPath = entry.path
        entry.path = TreePath(second)
      }
      found.append(entry)
    }
    var places: [TreePath: Int] = [:]
    for (index, entry) in found.enumerated() { places[entry.path] = index }
    while let head = fields.popFirst() {
      let parts = head.split(separator: UInt8(ascii: "\t"), maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return nil }
      var path = TreePath(parts[2])
      if parts[2].isEmpty {
        guard fields.popFirst() != nil, let second = fields.popFirst() else { return nil }
        path = TreePath(second)
      }
      guard let index = places[path] else { return nil }
      found[index].isBinary = parts[0] == [UInt8(ascii: "-")]
      found[index].insertions = Int(String(decoding: parts[0], as: UTF8.self)) ?? 0
      found[index].deletions = Int(String(decoding: parts[1], as: UTF8.self)) ?? 0
    }
    entries = found
  }
}
