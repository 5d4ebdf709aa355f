import Model

extension TicketListReader {
  /// Looks at the rows together (references between them, duplicates) and says what was left out.
  mutating func finish() {
    resolveDependencies()
    checkRows()
    checkCircles()
    markDuplicates()
    for index in drafts.indices { drafts[index].use = drafts[index].problem == nil }
    if done > 0 { remarks.append("\(done) done \(done == 1 ? "item" : "items") skipped.") }
    if closed > 0 { remarks.append("\(closed) closed \(closed == 1 ? "ticket" : "tickets") skipped.") }
    if pullRequests > 0 { remarks.append("\(pullRequests) pull \(pullRequests == 1 ? "request" : "requests") skipped.") }
    if cut { remarks.append("Only the first \(TicketList.mostRows) rows were read; add the rest as another list.") }
    if drafts.isEmpty, remarks.isEmpty { remarks.append("There is no ticket in this list.") }
    if remarks.count > 20 { remarks = Array(remarks.prefix(19)) + ["And \(remarks.count - 19) more remarks."] }
  }

  /// A ticket that depends on another of the list by its id comes after that row.
  private mutating func resolveDependencies() {
    var rows: [String: Int] = [:]
    for (index, draft) in drafts.enumerated() { if let id = draft.ticket.id, rows[id] == nil { rows[id] = index } }
    var unknown: [String] = []
    for index in drafts.indices {
      for id in drafts[index].ticket.dependsOn {
        if let row = rows[id] ?? rows["#" + id] {
          let name = "#\(row + 1)"
          if !drafts[index].after.contains(name) { drafts[index].after.append(name) }
        } else if let task = TicketOverrides.predecessor(id), task.first == "T" {
          if !drafts[index].after.contains(task) { drafts[index].after.append(task) }
        } else {
          unknown.append("\(drafts[index].ticket.id ?? "row \(index + 1)") depends on \(id)")
        }
      }
    }
    if !unknown.isEmpty {
      remarks.append("Not in this list, so not waited for: \(unknown.prefix(5).joined(separator: ", "))\(unknown.count > 5 ? " …" : "").")
    }
  }

  private mutating func checkRows() {
    for index in drafts.indices {
      for name in drafts[index].after where name.first == "#" {
        guard let row = Int(name.dropFirst()) else { continue }
        if row > drafts.count {
          drafts[index].problem = drafts[index].problem ?? "waits for row \(row), but the list has \(drafts.count) rows"
        } else if row == index + 1 {
          drafts[index].problem = drafts[index].problem ?? "waits for itself"
        }
      }
    }
  }

  /// Rows that wait for each other in a circle can never start.
  private mutating func checkCircles() {
    let edges = drafts.map { draft in
      draft.after.compactMap { $0.first == "#" ? Int($0.dropFirst()).map { $0 - 1 } : nil }.filter { drafts.indices.contains($0) }
    }
    guard edges.contains(where: { !$0.isEmpty }) else { return }
    // Rows are taken away as soon as all that they wait for are gone; what stays is in a circle, or waits for one.
    var waits = edges.map(\.count)
    var followers = [[Int]](repeating: [], count: drafts.count)
    for (index, targets) in edges.enumerated() { for target in targets { followers[target].append(index) } }
    var free = waits.indices.filter { waits[$0] == 0 }
    while let row = free.popLast() {
      for follower in followers[row] {
        waits[follower] -= 1
        if waits[follower] == 0 { free.append(follower) }
      }
    }
    for index in waits.indices where waits[index] > 0 {
      drafts[index].problem = drafts[index].problem ?? "waits for rows that wait for each other in a circle"
    }
  }

  private mutating func markDuplicates() {
    var first: [TicketIdentity: Int] = [:]
    for index in drafts.indices where !drafts[index].ticket.title.isEmpty {
      let identity = TicketIdentity(drafts[index].ticket, repository: drafts[index].repository ?? "")
      if let earlier = first[identity] {
        drafts[index].problem = "the same as row \(earlier + 1) (line \(drafts[earlier].line))"
      } else {
        first[identity] = index
      }
    }
  }
}
