/// Suggests in which order tasks are published: what is in nobody's way first, then what stops the fewest others; by priority and age where that is the same,
/// and nothing before what it comes after. Pure.
package enum PublishingOrder {
  /// A task to put in order.
  package struct Candidate: Hashable, Sendable {
    /// Whose.
    package var id: TaskID
    /// Higher comes first.
    package var priority: Int
    /// When it was queued.
    package var created: Timestamp
    /// What must go before it.
    package var dependsOn: [TaskID]

    /// A candidate.
    package init(id: TaskID, priority: Int, created: Timestamp, dependsOn: [TaskID]) {
      self.id = id
      self.priority = priority
      self.created = created
      self.dependsOn = dependsOn
    }

    /// What is known of a task.
    package init(_ record: TaskRecord) {
      self.init(
        id: record.id, priority: record.priority, created: record.created,
        dependsOn: record.dependsOn + (record.startsFrom.map { [$0] } ?? []))
    }
  }

  /// The order. Tasks that wait for each other in a circle come in it all the same.
  package static func order(_ candidates: [Candidate], by matrix: CollisionMatrix) -> [TaskID] {
    var left = Dictionary(candidates.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var against: [TaskID: Set<TaskID>] = [:]
    var stuck: Set<TaskID> = []
    for collision in matrix.collisions where collision.kind == .conflict {
      guard left[collision.first] != nil, left[collision.second] != nil else {
        // The other is published already.
        stuck.formUnion([collision.first, collision.second])
        continue
      }
      against[collision.first, default: []].insert(collision.second)
      against[collision.second, default: []].insert(collision.first)
    }
    var order: [TaskID] = []
    while !left.isEmpty {
      let free = left.values.filter { candidate in !candidate.dependsOn.contains { $0 != candidate.id && left[$0] != nil } }
      let next = (free.isEmpty ? Array(left.values) : free).min { one, other in
        let (first, second) = (rank(one, against, stuck, matrix), rank(other, against, stuck, matrix))
        if first != second { return first < second }
        if one.priority != other.priority { return one.priority > other.priority }
        return (one.created, one.id) < (other.created, other.id)
      }
      guard let next else { break }
      order.append(next.id)
      left[next.id] = nil
      for other in against.removeValue(forKey: next.id) ?? [] { against[other]?.remove(next.id) }
    }
    return order
  }

  /// First those that merge, by how many of those that are left they are in conflict with; then what does not merge onto its branch, or with what is published.
  private static func rank(
    _ candidate: Candidate, _ against: [TaskID: Set<TaskID>], _ stuck: Set<TaskID>, _ matrix: CollisionMatrix
  ) -> Int {
    let conflicts = against[candidate.id]?.count ?? 0
    return matrix.standings[candidate.id]?.kind == .conflicts || stuck.contains(candidate.id) ? conflicts + 1_000_000 : conflicts
  }
}
