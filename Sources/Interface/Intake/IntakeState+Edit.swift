internal import Model

extension IntakeState {
  /// The rows that a command acts on: the marked ones, else the one under the cursor.
  var chosen: [Int] { marked.isEmpty ? (rows.indices.contains(row) ? [row] : []) : marked.sorted().filter(rows.indices.contains) }

  /// Takes the chosen rows out, or puts them back when all are out.
  mutating func takeOut() {
    guard !chosen.isEmpty else { return }
    willChange()
    let use = chosen.allSatisfy { !rows[$0].use }
    for index in chosen { rows[index].use = use }
  }

  /// Joins the row under the cursor with the one below: its title and body become the end of the body.
  mutating func join() {
    guard rows.indices.contains(row + 1) else { return }
    willChange()
    let other = rows.remove(at: row + 1)
    let parts = [rows[row].ticket.body, other.ticket.title, other.ticket.body].filter { !$0.isEmpty }
    rows[row].ticket.body = parts.joined(separator: "\n")
    rows[row].ticket.labels += other.ticket.labels.filter { !rows[row].ticket.labels.contains($0) }
    let place = row
    renumber { $0 <= place ? $0 : $0 == place + 1 ? nil : $0 - 1 }
  }

  /// Makes a row of each line of the body of the row under the cursor; bullets at its start go.
  mutating func split() -> Bool {
    guard rows.indices.contains(row) else { return false }
    let lines = rows[row].ticket.body.split(separator: "\n").map(Self.withoutBullet).filter { !$0.isEmpty }
    guard !lines.isEmpty else { return false }
    willChange()
    var first = rows[row]
    first.ticket.body = ""
    rows[row] = first
    let new = lines.map { line in
      var draft = first
      draft.ticket = Ticket(title: line, labels: first.ticket.labels)
      draft.duplicateOf = nil
      draft.problem = nil
      return draft
    }
    rows.insert(contentsOf: new, at: row + 1)
    let place = row
    renumber { $0 <= place ? $0 : $0 + new.count }
    return true
  }

  /// Makes the marked rows, else the first two, canaries, for which the others will wait; or takes that back. False when there would be no others.
  mutating func canaries() -> Bool {
    if rows.contains(where: { $0.canary == true }) {
      willChange()
      for index in rows.indices { rows[index].canary = nil }
      return true
    }
    let used = rows.indices.filter { rows[$0].use }
    let first = marked.isEmpty ? Array(used.prefix(2)) : used.filter(marked.contains)
    guard !first.isEmpty, first.count < used.count else { return false }
    willChange()
    for index in first { rows[index].canary = true }
    return true
  }

  /// Goes back one step; false when there is none.
  mutating func undo() -> Bool {
    guard let step = undoSteps.popLast() else { return false }
    (rows, marked) = (step.rows, step.marked)
    edition += 1
    problem = nil
    return true
  }

  /// Gives the edited text to its rows; what is wrong with it, or nil.
  mutating func commitEdit() -> String? {
    guard let edit else { return nil }
    var changed = rows
    for index in edit.rows where changed.indices.contains(index) {
      if let wrong = edit.column.set(edit.buffer.text, in: &changed[index]) { return wrong }
    }
    self.edit = nil
    guard changed != rows else { return nil }
    willChange()
    // A title of one's own needs no text from elsewhere.
    if edit.column == .title {
      for index in edit.rows where changed.indices.contains(index) && changed[index].fetch != nil {
        changed[index].fetch = nil
        changed[index].problem = nil
        changed[index].use = true
      }
    }
    rows = changed
    return nil
  }

  /// Keeps marks and `#N` in step with rows that came or went.
  private mutating func renumber(_ place: (Int) -> Int?) {
    marked = Set(marked.compactMap(place))
    for index in rows.indices {
      rows[index].after = rows[index].after.compactMap { name in
        guard name.hasPrefix("#"), let number = Int(name.dropFirst()), (1...1_000_000).contains(number) else { return name }
        return place(number - 1).map { "#\($0 + 1)" }
      }
    }
  }

  private static func withoutBullet(_ line: Substring) -> String {
    var rest = line.drop { $0 == " " || $0 == "\t" }
    for bullet in ["- [ ] ", "* [ ] ", "- ", "* ", "+ ", "• "] where rest.hasPrefix(bullet) {
      rest = rest.dropFirst(bullet.count)
      break
    }
    return String(rest)
  }
}
