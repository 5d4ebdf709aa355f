package import Model

/// Reads ticket lists in any form that people paste (CONTRACT.md, "Ticket lists it understands"). Pure; never fails: what cannot be read is said in the remarks.
package enum TicketList {
  /// The most rows that one list gives.
  package static let mostRows = 10_000

  /// Reads a list as pasted or as a file has it. `engines` are the names that `@name` may mean. A draft with a problem is not in use until the operator
  /// has put it right. At most 2 MiB.
  package static func parse(_ bytes: [UInt8], engines: [String]) -> TicketListReading {
    let text = TicketText(bytes)
    if let refusal = text.refusal { return TicketListReading(drafts: [], remarks: [refusal]) }
    var reader = TicketListReader(lines: text.lines, engines: engines, remarks: text.remarks)
    return reader.read()
  }

  /// Reads a list from text.
  package static func parse(_ text: String, engines: [String]) -> TicketListReading { parse(Array(text.utf8), engines: engines) }
}
