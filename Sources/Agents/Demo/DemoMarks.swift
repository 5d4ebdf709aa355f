/// Marks in a prompt that make the demo agent do something special: `[[demo:NAME]]` or `[[demo:NAME ARGUMENT]]`.
struct DemoMarks {
  private var marks: [(name: String, argument: String)] = []

  init(_ prompt: String) {
    var rest = prompt[...]
    while let open = rest.firstRange(of: "[[demo:"), let close = rest[open.upperBound...].firstRange(of: "]]") {
      let body = rest[open.upperBound..<close.lowerBound]
      let name = body.prefix { $0 != " " }
      marks.append((String(name), String(body.dropFirst(name.count).drop { $0 == " " })))
      rest = rest[close.upperBound...]
    }
  }

  /// The argument of the first mark of that name ("" without one), or nil when there is none.
  func argument(_ name: String) -> String? { marks.first { $0.name == name }?.argument }

  func has(_ name: String) -> Bool { argument(name) != nil }

  /// All arguments of marks of that name.
  func arguments(_ name: String) -> [String] { marks.filter { $0.name == name }.map(\.argument) }
}
