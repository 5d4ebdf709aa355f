package import Model

/// The issues page: what is asked, what was found, which of it is marked.
package struct IssuesState: Hashable, Sendable {
  /// What is typed in the fields.
  package internal(set) var fields: [IssueField: TextBuffer] = [:]
  /// The field that is typed in; nil: the rows have the focus.
  package internal(set) var field: IssueField?
  /// The question that the rows answer; nil: none was asked yet.
  package internal(set) var asked: IssueQuestion?
  /// Counts questions, so that an answer to an older one is not taken for this one's.
  package internal(set) var edition: Int
  /// Whether the first page of the question has come, or a refusal.
  package internal(set) var isAnswered = false
  /// Where the issues are, as the service says.
  package internal(set) var place = ""
  /// The issues so far.
  package internal(set) var rows: [IssueRow] = []
  /// Where the next page begins.
  package internal(set) var next: String?
  /// Why there are none, or no further ones: one sentence.
  package internal(set) var problem: String?
  /// The row under the cursor.
  package internal(set) var cursor = 0
  /// The addresses of the marked ones.
  package internal(set) var marked: Set<String> = []

  /// A page on which nothing was asked yet.
  package init(edition: Int) { self.edition = edition }

  /// The text being typed.
  var typed: TextBuffer? {
    get { field.map { fields[$0] ?? TextBuffer() } }
    set { if let field { fields[field] = newValue } }
  }

  /// What stands in a field, without blanks at its ends; nil: nothing.
  func text(_ field: IssueField) -> String? {
    let text = (fields[field]?.text ?? "").drop { $0.isWhitespace }
    let end = text.reversed().drop { $0.isWhitespace }.reversed()
    return end.isEmpty ? nil : String(end)
  }

  /// The question that the fields are; what is wrong with them instead.
  func question(directory: String) -> Result<IssueQuestion, FieldProblem> {
    var filter = IssueFilter()
    if let word = text(.state) {
      guard let state = IssueFilter.State.allCases.first(where: { $0.rawValue.hasPrefix(word.lowercased()) }) else {
        return .failure(FieldProblem(text: "The state is open, closed or all, not \"\(word)\"."))
      }
      filter.state = state
    }
    filter.labels = (text(.label) ?? "").split(separator: ",").map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }.map { label in
      String(label.reversed().drop { $0 == " " }.reversed())
    }
    filter.milestone = text(.milestone)
    filter.assignee = text(.assignee)
    filter.query = text(.query)
    return .success(IssueQuestion(repository: text(.repository), directory: directory, tracker: text(.tracker), filter: filter))
  }

  /// What is wrong with a field, in one sentence.
  struct FieldProblem: Error { var text: String }

  /// The rows that a command acts on: the marked ones, else the one under the cursor.
  var chosen: [IssueRow] {
    let marked = rows.filter { self.marked.contains($0.issue.url) }
    return marked.isEmpty ? (rows.indices.contains(cursor) ? [rows[cursor]] : []) : marked
  }
}
