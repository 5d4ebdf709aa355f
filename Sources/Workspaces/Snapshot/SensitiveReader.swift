internal import Model

/// Looks changed files through for why they are sensitive: reads their contents, old and new, from the shadow repository, never from the workspace.
struct SensitiveReader: Sendable {
  let git: GitProgram
  let shadow: String
  /// Files above this size in bytes are not looked through.
  let limit: Int64
  /// Bytes read for one listing. What is beyond counts as not looked through until the next one.
  var budget: Int64 = 256 << 20

  /// The reasons of each entry, in order.
  func reasons(_ entries: [DiffTreeOutput.Entry], _ memory: SensitiveMemory?) async throws(WorkspaceError) -> [[SensitiveReason]] {
    let keys = entries.map(SensitiveMemory.Key.init)
    let known = memory?.reasons(keys) ?? Array(repeating: nil, count: keys.count)
    let missing = entries.indices.filter { known[$0] == nil }
    if missing.isEmpty { return known.map { $0 ?? [] } }

    let sizes = try await sizes(of: Set(missing.flatMap { blobs(of: entries[$0]) }))
    var result = known.map { $0 ?? [] }
    var found: [SensitiveMemory.Key: [SensitiveReason]] = [:]
    var left = budget
    var batch: [Int] = []
    var batchSize: Int64 = 0
    for index in missing {
      let wanted = blobs(of: entries[index]).map { sizes[$0] ?? 0 }
      let size = wanted.reduce(0, +)
      guard size <= left else {
        result[index] = reasons(entries[index], [:], isUnread: true)
        continue
      }
      left -= wanted.contains { $0 > limit } ? 0 : size
      batch.append(index)
      batchSize += size
      if batchSize > 32 << 20 {
        try await read(batch, entries, sizes, &result)
        for index in batch { found[keys[index]] = result[index] }
        (batch, batchSize) = ([], 0)
      }
    }
    try await read(batch, entries, sizes, &result)
    for index in batch { found[keys[index]] = result[index] }
    memory?.keep(found, of: Set(keys))
    return result
  }

  /// Reads the blobs of some entries with one call and judges them.
  private func read(
    _ indices: [Int], _ entries: [DiffTreeOutput.Entry], _ sizes: [String: Int64], _ result: inout [[SensitiveReason]]
  ) async throws(WorkspaceError) {
    guard !indices.isEmpty else { return }
    let wanted = Set(indices.flatMap { blobs(of: entries[$0]) }).filter { (sizes[$0] ?? .max) <= limit }
    let contents = try await contents(of: wanted)
    for index in indices {
      let entry = entries[index]
      let isUnread = blobs(of: entry).contains { (sizes[$0] ?? 0) > limit }
      result[index] = reasons(entry, contents, isUnread: isUnread)
    }
  }

  private func reasons(_ entry: DiffTreeOutput.Entry, _ contents: [String: ArraySlice<UInt8>], isUnread: Bool) -> [SensitiveReason] {
    var change = SensitiveChange(
      path: entry.path.text, oldPath: entry.oldPath?.text, status: DiffFile.Status(rawValue: String(entry.status)) ?? .modified,
      oldMode: entry.oldMode, newMode: entry.newMode, isBinary: entry.isBinary)
    change.oldContent = contents[entry.oldBlob].map(Array.init)
    change.newContent = contents[entry.newBlob].map(Array.init)
    change.isUnread = isUnread && entry.status != "D"
    return change.reasons()
  }

  /// The blobs that must be read to judge an entry.
  private func blobs(of entry: DiffTreeOutput.Entry) -> [String] {
    if entry.newMode == "160000" || entry.oldMode == "160000" { return [] }
    if entry.status == "D" { return SensitivePath.isManifest(entry.path.text) ? [entry.oldBlob] : [] }
    return [entry.oldBlob, entry.newBlob].filter { $0.contains { $0 != "0" } }
  }

  private func sizes(of blobs: Set<String>) async throws(WorkspaceError) -> [String: Int64] {
    guard !blobs.isEmpty else { return [:] }
    var call = GitCall("measuring the changed files", in: shadow, ["cat-file", "--batch-check=%(objectname) %(objectsize)"])
    call.input = Array((blobs.sorted().joined(separator: "\n") + "\n").utf8)
    var sizes: [String: Int64] = [:]
    for line in try await git.output(call).split(separator: 0x0A) {
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      if words.count == 2, let size = Int64(words[1]) { sizes[String(words[0])] = size }
    }
    return sizes
  }

  /// The contents of blobs that are all small; one that is missing is left out.
  private func contents(of blobs: Set<String>) async throws(WorkspaceError) -> [String: ArraySlice<UInt8>] {
    guard !blobs.isEmpty else { return [:] }
    var call = GitCall("looking the changed files through", in: shadow, ["cat-file", "--batch=%(objectname) %(objectsize)"])
    call.input = Array((blobs.sorted().joined(separator: "\n") + "\n").utf8)
    let output = try await git.output(call)
    var result: [String: ArraySlice<UInt8>] = [:]
    var rest = output[...]
    while let end = rest.firstIndex(of: 0x0A) {
      let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
      rest = rest[(end + 1)...]
      guard words.count == 2, let size = Int(words[1]), size >= 0, size <= rest.count else { continue }
      result[String(words[0])] = rest.prefix(size)
      rest = rest.dropFirst(size + 1)
    }
    return result
  }
}
