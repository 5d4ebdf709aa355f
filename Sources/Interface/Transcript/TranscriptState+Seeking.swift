internal import Model
package import Screen

extension TranscriptState {
  /// The entry with which the tool call under the cursor begins; nil when no call is there.
  package var selectedSeq: Int64? {
    guard fold.items.indices.contains(cursor.item), case .tool(let run) = fold.items[cursor.item].kind else { return nil }
    let time = fold.items[cursor.item].time
    return entries.last { $0.time == time && $0.event == .agent(.toolStarted(run.call)) }?.seq
      ?? entries.last { entry in
        if case .agent(.toolStarted(let call)) = entry.event { return call.id == run.call.id }
        return false
      }?.seq
  }

  /// Goes to the tool call that begins with this entry; when it lies before what is loaded, once it is.
  package mutating func seek(_ seq: Int64, size: Size) {
    sought = seq
    isFollowing = false
    settle(size: size)
    goToSought()
    settle(size: size)
  }

  /// Goes to what is sought, if it is loaded; gives up when it is nowhere.
  mutating func goToSought() {
    guard let seq = sought else { return }
    guard let entry = entries.first(where: { $0.seq == seq }), case .agent(.toolStarted(let call)) = entry.event else {
      if !hasOlder || (entries.first?.seq ?? .max) < seq { sought = nil }
      return
    }
    sought = nil
    let found = fold.items.lastIndex { item in
      guard case .tool(let run) = item.kind else { return false }
      return run.call.id == call.id && (item.time == entry.time || run.call == call)
    }
    if let found { show(found) }
  }
}
