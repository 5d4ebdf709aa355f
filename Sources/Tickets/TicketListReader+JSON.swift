internal import JSON
import Model

extension TicketListReader {
  /// Reads JSON values as `gh`, `glab`, `tea` and the forges give them; nil when this is only a text that begins like JSON.
  mutating func readJSON(at index: Int, end: Int) -> Int? {
    guard let block = JSONBlock(lines, at: index, end: end), block.next > index else { return nil }
    let number = lines[index].number
    if block.unclosed {
      guard isPlainlyJSON(index) else { return nil }
      closeItem()
      if let next = firstLine(from: index + 1, to: end), lines[index].content.utf8.first == 0x7B, lines[next].content.hasPrefix("{\"") {
        remarks.append("Line \(number): the JSON is cut off; that line was left out.")
        return index + 1
      }
      remarks.append("The JSON that begins on line \(number) is cut off; nothing of it was read.")
      return end
    }
    var values: [(JSONValue, JSONBlock.Piece)] = []
    for piece in block.pieces {
      do throws(JSONError) {
        values.append((try JSONValue.parse(piece.bytes), piece))
      } catch {
        guard isPlainlyJSON(piece.line) else { return nil }
        remarks.append("The JSON on line \(lines[piece.line].number) cannot be read: \(error); it was left out.")
      }
    }
    closeItem()
    for (value, piece) in values {
      let places = piece.elementLines.map { lines[$0].number }
      if !add(value, line: lines[piece.line].number, places: places, depth: 0) {
        remarks.append("The JSON on line \(lines[piece.line].number) has no ticket in it (nothing with a title).")
      }
    }
    return block.next
  }

  /// Whether a line is more than a text that happens to begin with a bracket.
  private func isPlainlyJSON(_ index: Int) -> Bool {
    let content = lines[index].content
    return content.utf8.count == 1 || content.hasPrefix("[{") || content.contains("\":") || content.contains("\" :")
  }

  /// Adds the tickets of a value; false when there is none in it. An empty array is a list without tickets, and fine.
  private mutating func add(_ value: JSONValue, line: Int, places: [Int], depth: Int) -> Bool {
    guard depth < 8 else { return false }
    switch value {
    case .string(let text) where depth > 0:
      var fields = TicketFields()
      fields.set(.title, Self.clean(text))
      add(fields, line: line, overrides: false)
      return true
    case .array(let elements):
      var objects = 0
      var found = elements.isEmpty
      for element in elements {
        var place = line
        if case .object(let object) = element {
          if objects < places.count { place = places[objects] }
          objects += 1
          // An element without a title is still a ticket when it has a number or an address.
          if !Self.isTicket(object), !Self.isWrapper(object),
            Self.text(object, ["number", "iid", "index", "key", "identifier", "url", "html_url", "web_url"]) != nil
          {
            add(object, line: place)
            found = true
            continue
          }
        }
        if add(element, line: place, places: [], depth: depth + 1) { found = true }
      }
      return found
    case .object(let object):
      if Self.isTicket(object) {
        add(object, line: line)
        return true
      }
      var found = false
      for (_, member) in object where member.array != nil || member.object != nil {
        if member.array?.contains(where: { $0.object == nil }) == true { continue }
        if add(member, line: line, places: [], depth: depth + 1) { found = true }
      }
      return found
    default: return false
    }
  }

  private static func isTicket(_ object: JSONObject) -> Bool {
    if object["title"]?.string != nil || object["summary"]?.string != nil || object["fields"]?["summary"]?.string != nil { return true }
    return !isWrapper(object) && text(object, ["subject", "headline", "name", "task", "todo"]) != nil
  }

  /// Whether an object holds others: pages of results, boards, GraphQL connections.
  private static func isWrapper(_ object: JSONObject) -> Bool {
    ["items", "issues", "nodes", "data", "results", "tickets", "tasks", "values", "edges"].contains { key in
      object[key]?.array != nil || object[key]?.object != nil
    }
  }

  /// Adds one issue.
  private mutating func add(_ object: JSONObject, line: Int) {
    if let request = object["pull_request"], !request.isNull {
      pullRequests += 1
      return
    }
    var fields = TicketFields()
    // Jira keeps most of an issue in `fields`.
    let sources = [object, object["fields"]?.object].compactMap { $0 }
    for source in sources {
      set(.title, Self.text(source, ["title", "summary", "subject", "headline", "name", "task", "todo"]), &fields)
      set(.id, Self.text(source, ["identifier", "key", "iid", "number", "index"]), &fields)
      set(.url, Self.text(source, ["html_url", "web_url", "url", "permalink"]), &fields)
      set(.body, Self.text(source, ["body", "description", "details", "text", "content", "notes"]), &fields)
      if fields[.body] == nil, let document = source["description"]?.object { set(.body, Self.plainText(.object(document)), &fields) }
      for (key, value) in source { read(key, value, object, &fields) }
    }
    set(.id, Self.text(object, ["id"]).flatMap { $0.utf8.count <= 20 ? $0 : nil }, &fields)
    if fields[.url] == nil { set(.url, TrackerExport.page(of: object), &fields) }
    if let url = fields[.url], fields[.title] == nil || fields[.id] == nil, let name = TicketReference.name(ofURL: url) {
      set(.id, name, &fields)
    }
    if fields[.title] == nil, let id = fields[.url] ?? fields[.id] {
      let reference = id.allSatisfy { $0.isASCII && $0.isNumber } ? "#" + id : id
      fields.set(.title, reference)
      add(TicketTitle(Substring(reference), engines: nil), fields, line: line)
    } else {
      add(fields, line: line, overrides: false)
    }
  }

  private func set(_ name: TicketFields.Name, _ text: String?, _ fields: inout TicketFields) {
    if let text { fields.set(name, text) }
  }

  /// What the other members of an issue say.
  private func read(_ key: String, _ value: JSONValue, _ issue: JSONObject, _ fields: inout TicketFields) {
    guard let name = TicketFields.meaning(key) else { return }
    switch name {
    case .title, .body, .id, .url: return
    case .labels: fields.labels += Self.names(value)
    case .dependsOn: fields.dependsOn += Self.names(value)
    case .after: set(.after, Self.names(value).joined(separator: ","), &fields)
    case .state:
      let words = [
        value.string, value["name"]?.string, value["type"]?.string, value["statusCategory"]?["key"]?.string,
      ].compactMap { $0 }
      set(.state, words.first(where: { TicketFields.isClosed($0) }) ?? words.first, &fields)
    case .done: set(.done, value.bool.map { $0 ? "true" : "false" }, &fields)
    case .priority:
      // Linear counts from 1 (urgent) to 4 (low) and says the word beside it.
      if let word = issue["priorityLabel"]?.string {
        set(.priority, word, &fields)
      } else {
        set(.priority, Self.word(value) ?? value["name"]?.string, &fields)
      }
    default: set(name, value.string.map(Self.clean), &fields)
    }
  }

  /// The first of these members that is a text or a whole number.
  private static func text(_ object: JSONObject, _ keys: [String]) -> String? {
    for key in keys { if let value = object[key], let word = word(value), !word.isEmpty { return clean(word) } }
    return nil
  }

  private static func word(_ value: JSONValue) -> String? { value.string ?? value.int.map(String.init) }

  /// The names of labels and the like: texts, or objects with a name, or a connection of these.
  private static func names(_ value: JSONValue) -> [String] {
    if let text = value.string { return TicketFields.list(clean(text)) }
    guard let list = value.array ?? value["nodes"]?.array else { return [] }
    return list.compactMap { element in
      let name = word(element) ?? element["name"]?.string ?? element["title"]?.string
      return name.map { clean($0).singleLine }.flatMap { $0.isEmpty ? nil : $0 }
    }
  }

  /// The text of a document tree (Atlassian Document Format), a paragraph a line.
  private static func plainText(_ value: JSONValue) -> String {
    if let text = value["text"]?.string { return clean(text) }
    let parts = (value["content"]?.array ?? []).map { plainText($0) }
    let inline = ["paragraph", "heading", "codeBlock"].contains(value["type"]?.string ?? "")
    return parts.joined(separator: inline ? "" : "\n")
  }

  /// A text from JSON as a pasted one would be: no control characters, `\n` line ends.
  private static func clean(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 && $0 != 0x0A || $0 >= 0x7F }) else { return text }
    return String(decoding: TicketText.cleaned(Array(text.utf8)).bytes, as: UTF8.self)
  }
}
