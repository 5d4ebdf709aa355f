import Model

/// Reads the lines of a list from top to bottom: structured blocks (front matter, JSON, tables, separated values) as such, headings as tickets or
/// sections, every other line as an item.
struct TicketListReader {
  /// All lines.
  let lines: [TicketLine]
  /// The engines' names.
  let engines: [String]
  /// The rows so far.
  var drafts: [TicketDraft] = []
  /// What was left out or not understood.
  var remarks: [String]
  /// What front matter said for the rows below it.
  var defaults = TicketFields()
  /// How many done items were passed over.
  var done = 0
  /// How many closed issues were passed over.
  var closed = 0
  /// How many pull requests were passed over.
  var pullRequests = 0
  /// Whether rows beyond the limit were left out.
  var cut = false
  /// The item that indented lines belong to.
  var current = Item.none
  /// The lines below the current item.
  var bodyLines: [TicketLine] = []
  /// Whether a code fence around the list itself is open.
  var fenceAroundList = false

  /// What the lines below belong to.
  enum Item: Hashable {
    case none
    case draft(Int, indent: Int)
    case skipped(indent: Int)

    /// The columns before it; nil when there is no item.
    var indent: Int? {
      switch self {
      case .none: nil
      case .draft(_, let indent), .skipped(let indent): indent
      }
    }
  }

  init(lines: [TicketLine], engines: [String], remarks: [String]) {
    self.lines = lines
    self.engines = engines
    self.remarks = remarks
  }

  /// Reads everything.
  mutating func read() -> TicketListReading {
    var start = 0
    // What has a structure of its own may hold lines that look like headings: it is read before any heading is looked for.
    while defaults[.title] == nil, let first = firstLine(from: start, to: lines.count), let next = readBlock(at: first, end: lines.count) {
      start = next
    }
    if defaults[.title] != nil, drafts.isEmpty {
      readDocument(from: start)
    } else {
      readSections(from: start)
    }
    closeItem()
    finish()
    return TicketListReading(drafts: drafts, remarks: remarks)
  }

  /// The first line that is not blank.
  func firstLine(from start: Int, to end: Int) -> Int? {
    var index = start
    while index < end {
      if !lines[index].isBlank { return index }
      index += 1
    }
    return nil
  }

  /// One ticket whose title front matter gives: all the rest is its body.
  private mutating func readDocument(from start: Int) {
    var fields = defaults
    defaults = TicketFields()
    fields.set(.body, body(of: lines[start...]))
    add(fields, line: 1)
  }

  /// Adds a row from a table, an object or front matter.
  mutating func add(_ fields: TicketFields, line: Int, overrides: Bool = true) {
    if let state = fields[.state], TicketFields.isClosed(state) {
      closed += 1
      return
    }
    if let yes = fields[.done], TicketFields.isYes(yes) {
      done += 1
      return
    }
    let marker = TicketMarker((fields[.title] ?? "").singleLine)
    guard !marker.done || !overrides else {
      done += 1
      return
    }
    let words = overrides ? marker.rest : Substring((fields[.title] ?? "").singleLine)
    add(TicketTitle(words, engines: overrides ? engines : nil), fields, line: line)
  }

  /// Adds a row; what its title says goes before what its fields say, and that before front matter.
  mutating func add(_ title: TicketTitle, _ fields: TicketFields, line: Int) {
    guard drafts.count < TicketList.mostRows else {
      cut = true
      return
    }
    func value(_ name: TicketFields.Name) -> String? { fields[name] ?? defaults[name] }
    var body = fields[.body] ?? ""
    if let whole = title.whole { body = body.isEmpty ? whole : whole + "\n\n" + body }
    let ticket = Ticket(
      id: Self.id(fields[.id]) ?? title.id, title: title.title, body: body, url: fields[.url] ?? title.url,
      labels: defaults.labels + fields.labels,
      dependsOn: fields.dependsOn)
    var draft = TicketDraft(line: line, ticket: ticket)
    draft.repository = title.overrides.repository ?? value(.repository)
    draft.base = value(.base)
    draft.engine = title.overrides.engine ?? value(.engine)
    draft.model = value(.model)
    draft.after = title.overrides.after
    for word in TicketFields.list(value(.after) ?? "").flatMap({ $0.split(separator: " ").map(String.init) }) {
      if let name = TicketOverrides.predecessor(word) { draft.after.append(name) } else { draft.ticket.dependsOn.append(word) }
    }
    if title.title.isEmpty {
      draft.problem = "no title: write what is to be done"
    } else if title.bare, body.isEmpty {
      draft.problem =
        "no text yet: \(title.title) is only a reference and no forge is configured to fetch it; write a title or paste the text"
      draft.fetch = ticket.url ?? ticket.id ?? title.title
    }
    if let engine = draft.engine, !engines.isEmpty, !engines.contains(engine) {
      draft.problem = draft.problem ?? "no engine is called “\(engine)”; there are \(engines.joined(separator: ", "))"
    }
    draft.chain = value(.chain)
    if let count = value(.bestOf) {
      draft.bestOf = Int(count)
      if draft.bestOf.map({ $0 < 1 }) ?? true { draft.problem = draft.problem ?? "best of “\(count)” is no number of attempts from 1 on" }
    }
    if let mode = value(.mode) {
      draft.mode = TaskMode(rawValue: mode.lowercased())
      if draft.mode == nil { draft.problem = draft.problem ?? "no mode is called “\(mode)”; there are auto, ask and plan" }
    }
    if let level = title.overrides.priority {
      draft.priority = level
    } else if let text = value(.priority) {
      draft.priority = TicketFields.priority(text)
      if draft.priority == nil { remark("The priority “\(Self.short(text))” means nothing here: whole numbers, high, normal and low do.") }
    }
    drafts.append(draft)
  }

  /// Adds a remark unless it was made already.
  mutating func remark(_ text: String) {
    if !remarks.contains(text) { remarks.append(text) }
  }

  /// A number gets its `#`, a key stays.
  private static func id(_ text: String?) -> String? {
    guard let text, !text.isEmpty else { return nil }
    return text.allSatisfy { $0.isASCII && $0.isNumber } ? "#" + text : text
  }

  /// Lines as a body: blank lines at both ends and the indentation that all have are removed.
  func body(of part: some BidirectionalCollection<TicketLine>) -> String {
    var indent = Int.max
    for line in part where !line.isBlank { indent = min(indent, line.indent) }
    guard indent < Int.max else { return "" }
    var texts = part.drop(while: \.isBlank).map { $0.dedented(by: indent) }
    while texts.last?.isEmpty == true { texts.removeLast() }
    return texts.joined(separator: "\n")
  }

  /// Gives the current item the lines below it as its body.
  mutating func closeItem() {
    if case .draft(let index, _) = current, !bodyLines.isEmpty {
      let text = body(of: bodyLines)
      let before = drafts[index].ticket.body
      drafts[index].ticket.body = before.isEmpty || text.isEmpty ? before + text : before + "\n\n" + text
      if !text.isEmpty, drafts[index].problem?.hasPrefix("no text yet") == true {
        drafts[index].problem = nil
        drafts[index].fetch = nil
      }
    }
    bodyLines = []
    current = .none
  }
}
