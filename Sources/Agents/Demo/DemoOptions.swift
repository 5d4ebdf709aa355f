/// The arguments of claude that the demo program minds.
struct DemoOptions {
  var session: String?
  var resume: String?
  var model: String?
  var mode = "default"
  var allowed: Set<String> = []

  init(_ arguments: [String]) {
    var index = 0
    while index < arguments.count {
      let argument = arguments[index]
      index += 1
      func value(_ name: String) -> String? {
        if argument.hasPrefix(name + "=") { return String(argument.dropFirst(name.utf8.count + 1)) }
        guard argument == name, index < arguments.count else { return nil }
        return arguments[index]
      }
      if let id = value("--session-id") { session = id }
      if let id = value("--resume") { resume = id }
      if let name = value("--model") { model = name }
      if let word = value("--permission-mode") { mode = word }
      if let tools = value("--allowedTools") { allowed = Set(tools.split(separator: ",").map(String.init)) }
    }
  }
}
