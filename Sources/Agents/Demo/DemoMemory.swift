import JSON
import Platform

/// What a demo session remembers: a small file in the private home.
struct DemoMemory {
  let home: String
  let session: String
  var model = DemoProgram.model
  var turns = 0
  var costUSD = 0.0
  /// What it was told to remember.
  var words: [String] = []

  init(home: String, session: String) {
    self.home = home
    self.session = session
  }

  static func directory(_ home: String) -> String { "\(home)/.carrel-demo" }

  static func path(home: String, session: String) -> String { "\(directory(home))/\(session).json" }

  static func load(home: String, session: String) -> DemoMemory? {
    guard !session.contains("/"), let bytes = try? Files.read(path(home: home, session: session), limit: 1 << 20) else { return nil }
    guard let value = try? JSONValue.parse(bytes) else { return nil }
    var memory = DemoMemory(home: home, session: session)
    memory.model = value["model"]?.string ?? memory.model
    memory.turns = value["turns"]?.int ?? 0
    memory.costUSD = value["cost_usd"]?.double ?? 0
    memory.words = memory.words + (value["words"]?.array ?? []).compactMap(\.string)
    return memory
  }

  func save() {
    let value: JSONValue = [
      "model": .string(model), "turns": .integer(Int64(turns)), "cost_usd": .double(costUSD), "words": .array(words.map(JSONValue.string)),
    ]
    try? Files.makeDirectory(Self.directory(home))
    try? Files.writeAtomically(Array(value.serialized().utf8), to: Self.path(home: home, session: session))
  }

  /// Counts a failure over all sessions of this home, and returns how often it was played before.
  func count(_ name: String) -> Int {
    let path = "\(Self.directory(home))/count-\(name)"
    let before = (try? Files.readText(path, limit: 64)).flatMap { Int($0) } ?? 0
    try? Files.makeDirectory(Self.directory(home))
    try? Files.writeAtomically(Array("\(before + 1)".utf8), to: path)
    return before
  }
}
