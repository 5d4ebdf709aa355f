import Client
import Glibc
import Wire

/// From a key to the screen that it makes, while 40 agents stream; what a key costs on the line.
extension Bench {
  func keys() async throws {
    try await streaming()
    try await quiet()
  }

  private func streaming() async throws {
    let environment = ["CARREL_DEMO_PACE": "25"]
    try makeProject("project", files: 20)
    try await withService("keys", config: "max_running = 40\nmax_live = 40\ndefault_engine = \"demo\"\n", tasks: 0, environment) {
      service in
      var list = ""
      for number in 1...40 { list += "- [ ] \(Seed.words[number % 10]) \(Seed.things[number % 7]) \(number) [[demo:flood]]\n" }
      try self.place.write(list, to: "tickets.md")
      let file = "\(self.place.root)/tickets.md"
      try self.place.command("keys", ["add", file], environment, directory: "\(self.place.root)/project")
      let client = try await self.place.client("keys", environment)
      defer { client.close() }
      let running = try await self.waitUntilRunning(client, 40)
      let seat = try self.interface("keys", environment)
      seat.keeps = false
      try seat.wait("the list") { self.selected(seat) != nil }
      seat.rest(50, atMost: 3000)
      let (before, begun, spent) = (seat.bytes, Moment.now, (Proc(pid: Int(seat.process)).processorTime, service.processorTime))
      while Moment.now - begun < 3000 { seat.pump(20) }
      let seconds = (Moment.now - begun) / 1000
      let (client1, service1) = (Proc(pid: Int(seat.process)).processorTime, service.processorTime)
      self.figures.append(
        Figure(
          "\(running) agents streaming, nobody typing",
          "\(Figure.number(Double(seat.bytes - before) / seconds / 1000)) KB/s to the terminal; client \(Figure.number((client1 - spent.0) / seconds / 10, 0)) %, service \(Figure.number((service1 - spent.1) / seconds / 10, 0)) % of a core"
        ))
      let times = Sample(try self.press(seat, 200))
      self.figures.append(
        Figure(
          "key to screen, \(running) agents streaming, p50 / p99",
          "\(Figure.number(times.median, 2)) / \(Figure.number(times.at(0.99), 2)) ms",
          reach: "p99 ≤ 16 ms", peers: try self.peerKeys()))
      seat.end(keys: "q")
    }
  }

  func waitUntilRunning(_ client: ServiceClient, _ wanted: Int) async throws -> Int {
    let end = Moment.now + 60_000
    var most = 0
    while Moment.now < end {
      guard case .status(let status) = try await client.request(.status) else { break }
      most = status.phases["running"] ?? 0
      if most >= wanted { break }
      try await Task.sleep(for: .milliseconds(200))
    }
    if most < wanted { remarks.append("Only \(most) of \(wanted) agents were running at once on this machine.") }
    return most
  }

  /// Which task's transcript is shown.
  func selected(_ seat: Seat) -> String? {
    let title = seat.row(1)
    guard let box = title.firstRange(of: "┐┌ T") else { return nil }
    return String(title[box.upperBound...].prefix { $0.isNumber })
  }

  /// Goes down and up the list; the times until the pane beside it shows the other task, to the end of that frame.
  private func press(_ seat: Seat, _ count: Int) throws -> [Double] {
    var times: [Double] = []
    for number in 0..<count {
      let key = number / 30 % 2 == 0 ? "j" : "k"
      let before = selected(seat)
      let pause = Moment.now + 40 + Double(number * 37 % 60)
      while Moment.now < pause { seat.pump(pause - Moment.now) }
      let pressed = Moment.now
      seat.type(key)
      var last = pressed
      while selected(seat) == before {
        if let piece = seat.pump(100) { last = piece.time }
        guard Moment.now - pressed < 3000 else { throw BenchError("a key was not shown:\n\(seat.text().joined(separator: "\n"))") }
      }
      while let piece = seat.pump(0) { last = piece.time }
      times.append(last - pressed)
    }
    return times
  }

  private func peerKeys() throws -> String {
    var words: [String] = []
    for peer in peers {
      let seat = try Seat(peer.path, peer.arguments, environment: place.environment("keys"), directory: "\(place.root)/log")
      seat.keeps = false
      seat.rest(300)
      var times: [Double] = []
      for number in 0..<100 {
        while seat.pump(0) != nil {}
        usleep(UInt32(20_000 + number * 37 % 60 * 300))
        let pressed = Moment.now
        seat.type(peer.name == "htop" ? "\u{1B}OB" : "j")
        guard var last = seat.pump(500)?.time else { continue }
        while let piece = seat.pump(1) { last = piece.time }
        times.append(last - pressed)
      }
      seat.end(keys: peer.quit)
      let sample = Sample(times)
      words.append("\(peer.name) beside them \(Figure.number(sample.median, 2)) / \(Figure.number(sample.at(0.99), 2)) ms")
    }
    return words.joined(separator: ", ")
  }

  /// What a key costs on the line, with nothing else going on.
  private func quiet() async throws {
    try await withService("quiet", tasks: 200) { _ in
      let seat = try self.interface("quiet")
      seat.keeps = false
      try seat.wait("the list") { self.selected(seat) != nil }
      seat.rest(300)
      let times = Sample(try self.press(seat, 120))
      seat.rest(300)
      let before = seat.bytes
      for number in 0..<60 {
        seat.type(number < 30 ? "j" : "k")
        seat.rest(60)
      }
      let bytes = Double(seat.bytes - before) / 60
      seat.end(keys: "q")
      self.figures.append(
        Figure("key to screen, nothing running, p50 / p99", "\(Figure.number(times.median, 2)) / \(Figure.number(times.at(0.99), 2)) ms"))
      let counted = try self.countWrites()
      self.figures.append(
        Figure(
          "bytes per key; write(2) per key and per frame",
          "\(Figure.number(bytes, 0)); "
            + (counted.map { "\(Figure.number($0.perKey, 2)), \(Figure.number($0.perFrame, 2))" } ?? "not counted: strace is not installed"),
          reach: "one write per frame"))
    }
  }

  /// The writes to the terminal, counted by strace. Those with no poll between them belong to one frame.
  private func countWrites() throws -> (perKey: Double, perFrame: Double)? {
    guard access("/usr/bin/strace", X_OK) == 0 else { return nil }
    let trace = "\(place.root)/trace"
    let seat = try Seat(
      "/usr/bin/strace", ["-f", "-y", "-qq", "-e", "trace=write,poll,ppoll", "-o", trace, place.carrel],
      environment: place.environment("quiet"))
    seat.keeps = false
    try seat.wait("the list") { self.selected(seat) != nil }
    seat.rest(500)
    let skip = Proc.text(trace).utf8.count
    for number in 0..<40 {
      seat.type(number < 20 ? "j" : "k")
      seat.rest(100)
    }
    let lines = String(decoding: Proc.text(trace).utf8.dropFirst(skip), as: UTF8.self).split(separator: "\n")
    seat.end(keys: "q")
    var (writes, frames, inFrame) = (0, 0, false)
    for line in lines {
      if line.contains("poll(") {
        inFrame = false
      } else if line.contains("write("), line.contains("</dev/pts/") || line.contains("</dev/tty>") {
        writes += 1
        if !inFrame { frames += 1 }
        inFrame = true
      }
    }
    guard frames > 0 else { return nil }
    return (Double(writes) / 40, Double(writes) / Double(frames))
  }

  /// A repository with so many files.
  func makeProject(_ name: String, files: Int) throws {
    let path = "\(place.root)/\(name)"
    mkdir(path, 0o700)
    for number in 0..<files {
      let folder = "\(path)/part\(number / 100)"
      if number % 100 == 0 { mkdir(folder, 0o755) }
      var text = ""
      for line in 0..<(40 + number % 50) { text += "def function_\(number)_\(line)(value):  return value * \(line) + \(number)\n" }
      try place.write(text, to: "\(name)/part\(number / 100)/module\(number).py")
    }
    try place.git(["init", "-q", "-b", "main"], in: path)
    try place.git(["add", "-A"], in: path)
    try place.git(["commit", "-q", "-m", "Begin"], in: path)
  }
}
