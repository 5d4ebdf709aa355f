internal import Model

/// A question to the operator; nothing is done before its yes, and its default is no.
package struct DialogState: Hashable, Sendable {
  /// What is asked.
  package var title: String
  /// What there is to know.
  package var lines: [DialogLine]
  /// What can be set.
  package var fields: [DialogField] = []
  /// The word on the button that does it.
  package var yes: String
  /// What it does.
  package var intent: DialogIntent
  /// Why it cannot be done; the button is then there and says so.
  package var blocked: String?
  /// What has the focus.
  package var focus = DialogFocus.no
  /// Where among the lines those begin that the service said of what would happen; nil: none yet.
  package var rehearsal: Int?
  /// Rows of the lines that are scrolled away.
  package var top = 0

  /// A dialog.
  package init(title: String, lines: [DialogLine], yes: String, intent: DialogIntent, blocked: String? = nil) {
    self.title = title
    self.lines = lines
    self.yes = yes
    self.intent = intent
    self.blocked = blocked
  }

  /// The text being typed in the field with the focus.
  package var buffer: TextBuffer? {
    get {
      guard case .field(let index) = focus, fields.indices.contains(index) else { return nil }
      switch fields[index].content {
      case .line(let buffer), .lines(let buffer): return buffer
      case .choice: return nil
      }
    }
    set {
      guard let newValue, case .field(let index) = focus, fields.indices.contains(index) else { return }
      switch fields[index].content {
      case .line: fields[index].content = .line(newValue)
      case .lines: fields[index].content = .lines(newValue)
      case .choice: break
      }
    }
  }

  /// Whether the field with the focus takes several lines.
  package var isInLines: Bool {
    guard case .field(let index) = focus, fields.indices.contains(index), case .lines = fields[index].content else { return false }
    return true
  }

  /// Fields, No, Yes, in the order of Tab.
  var stops: [DialogFocus] { fields.indices.map { .field($0) } + [.no, .yes] }
}
