/// The text that an agent is given first (CONTRACT.md, "The brief"). Pure. The text of
/// an issue is filled in as what it is (`OutsideText`).
package enum BriefTemplate {
  /// What holds unless the configuration names another. Places: `{title} {id} {url} {labels} {body} {notes} {base} {check}`. A line all of whose places
  /// are empty is left out, and so is a heading right above only such lines. A place that has another name stays as it is written.
  package static let standard = """
    You are working on one ticket. The current directory is a clone of the repository, made for this ticket alone.

    # {title}

    Ticket: {id} {url}
    Labels: {labels}

    {body}

    ## About this repository
    {notes}

    ## Rules
    - Work only in this directory. Do not push and do not create branches: the change is taken from the files you leave.
    - The work starts from the branch {base}.
    - Before you end, run this check and make it pass: {check}
    - End with a short summary of what you changed and why; it becomes the text of the commit.
    """

  /// Fills in a template. What is filled in is never read as a template again.
  package static func render(ticket: Ticket, notes: String?, base: String?, check: String?, template: String?) -> String {
    let values: [String: String] = [
      "title": ticket.title, "id": ticket.id ?? "", "url": ticket.url ?? "", "labels": ticket.labels.joined(separator: ", "),
      "body": OutsideText.shown(ticket),
      "notes": notes ?? "", "base": base ?? "", "check": check ?? "",
    ]
    var lines: [String] = []
    var paragraph: [String] = []
    var dropped = false
    func close() {
      let headingOnly = dropped && paragraph.count == 1 && paragraph[0].hasPrefix("#")
      if !paragraph.isEmpty, !headingOnly {
        if !lines.isEmpty { lines.append("") }
        lines += paragraph
      }
      paragraph = []
      dropped = false
    }
    for line in (template ?? standard).split(separator: "\n", omittingEmptySubsequences: false) {
      if line.allSatisfy(\.isWhitespace) {
        close()
      } else if let text = filled(line, values) {
        paragraph.append(text)
      } else {
        dropped = true
      }
    }
    close()
    return lines.joined(separator: "\n") + "\n"
  }

  /// A line with its places filled in; nil when it has some and all are empty.
  private static func filled(_ line: Substring, _ values: [String: String]) -> String? {
    var result = ""
    var rest = line
    var places = 0
    var full = 0
    while let open = rest.firstIndex(of: "{") {
      result += rest[..<open]
      let inner = rest[rest.index(after: open)...]
      if let close = inner.firstIndex(of: "}"), let value = values[String(inner[..<close])] {
        places += 1
        if !value.isEmpty { full += 1 }
        result += value
        rest = inner[inner.index(after: close)...]
      } else {
        result.append("{")
        rest = inner
      }
    }
    result += rest
    guard places == 0 || full > 0 else { return nil }
    while let last = result.last, last.isWhitespace { result.removeLast() }
    return result
  }
}
