internal import Model

/// Folds tasks that ask the same into one row each, section by section, where the first of them stands. Pure.
struct TaskFold {
  /// Whose tasks are shown one by one.
  var opened: Set<RequestFingerprint>
  /// The task under the cursor: its row does not go away under it.
  var cursor: TaskID?
  /// The cursor's task, when it would be hidden otherwise.
  private(set) var loose: TaskID?

  init(opened: Set<RequestFingerprint>, cursor: TaskID?) {
    self.opened = opened
    self.cursor = cursor
  }

  /// The rows, folded.
  mutating func fold(_ rows: [TaskListRow], _ asks: (TaskID) -> (RequestFingerprint, title: String)?) -> [TaskListRow] {
    var questions: [TaskID: (RequestFingerprint, title: String)] = [:]
    for case .task(let id) in rows { if let question = asks(id) { questions[id] = question } }
    guard questions.count > 1 else { return rows }
    var result: [TaskListRow] = []
    var start = 0
    while start < rows.count {
      let end = rows[start...].dropFirst().firstIndex { if case .section = $0 { true } else { false } } ?? rows.count
      result += section(rows[start..<end], questions)
      start = end
    }
    return result
  }

  private mutating func section(_ rows: ArraySlice<TaskListRow>, _ questions: [TaskID: (RequestFingerprint, title: String)])
    -> [TaskListRow]
  {
    var groups: [RequestFingerprint: [TaskID]] = [:]
    for case .task(let id) in rows { if let question = questions[id] { groups[question.0, default: []].append(id) } }
    for (question, members) in groups where !opened.contains(question) {
      // The first one stands for all, so that the cursor may rest on it.
      if let cursor, members.count > 1, members.dropFirst().contains(cursor) {
        loose = cursor
        groups[question] = members.filter { $0 != cursor }
      }
    }
    var result: [TaskListRow] = []
    for row in rows {
      guard case .task(let id) = row, id != loose, let (question, title) = questions[id], let members = groups[question], members.count > 1
      else {
        result.append(row)
        continue
      }
      guard members.first == id else { continue }
      if opened.contains(question) {
        result.append(.asking(title: title, count: members.count))
        result += members.map { .task($0) }
      } else {
        result.append(.folded(id, others: Array(members.dropFirst())))
      }
    }
    return result
  }
}
