import Client
import Glibc

/// What grows with the number of tasks, the length of the line and the speed of agents, and what must not.
extension Bench {
  /// A key with 1,000 tasks against one with 40.
  func crowd() async throws {
    var medians: [Double] = []
    var bytes: [Double] = []
    for count in [40, 1000] {
      try await withService("crowd\(count)", tasks: count) { _ in
        let seat = try self.interface("crowd\(count)")
        seat.keeps = false
        try seat.wait("the list") { self.selected(seat) != nil }
        seat.rest(500)
        let processor = Proc(pid: Int(seat.process))
        var times: [Double] = []
        let (sent, spent) = (seat.bytes, processor.processorTime)
        for number in 0..<160 {
          let before = self.selected(seat)
          usleep(8000)
          let pressed = Moment.now
          seat.type(number / 30 % 2 == 0 ? "j" : "k")
          while self.selected(seat) == before { guard seat.pump(500) != nil else { throw BenchError("a key was not shown") } }
          times.append(Moment.now - pressed)
          seat.rest(10)
        }
        medians.append(Sample(times).median)
        bytes.append(Double(seat.bytes - sent) / 160)
        self.remarks.append(
          "A key with \(count) tasks takes \(Figure.number((processor.processorTime - spent) / 160, 2)) ms of the client's processor.")
        seat.end(keys: "Q")
      }
    }
    figures.append(
      Figure(
        "a key with 1,000 tasks, p50; bytes", "\(Figure.number(medians[1], 2)) ms; \(Figure.number(bytes[1], 0))", reach: "as with 40",
        peers: Figure.ratio(medians[1], to: medians[0], "40 tasks", digits: 2) + "; \(Figure.number(bytes[0], 0)) bytes"))
  }

  /// A key held down on a line of 1 Mbit/s: how long the screen runs on after it is let go.
  func link() async throws {
    try await withService("link", tasks: 200) { _ in
      var words: [String] = []
      var most = 0.0
      for (name, keys) in [("list", "1"), ("transcript", "2g")] {
        var lags: [Double] = []
        for _ in 0..<3 {
          let seat = try self.interface("link")
          seat.keeps = false
          try seat.wait("the list") { self.selected(seat) != nil }
          seat.rest(400)
          seat.type(keys)
          seat.rest(200)
          seat.rate = 125_000
          var pressed = Moment.now
          for _ in 0..<90 {
            seat.type("j")
            pressed = Moment.now
            let end = pressed + 1000.0 / 30
            while Moment.now < end { seat.pump(end - Moment.now) }
          }
          var last = pressed
          while let piece = seat.pump(250) { last = piece.time }
          lags.append(max(0, last - pressed))
          seat.rate = nil
          seat.end(keys: "Q")
        }
        most = max(most, Sample(lags).median)
        words.append("\(name) \(Figure.number(Sample(lags).median))")
      }
      self.figures.append(
        Figure("j held for 3 s at 1 Mbit/s: the screen runs on for", words.joined(separator: ", ") + " ms", reach: "≤ 50 ms"))
    }
  }

  /// Ten agents at work that say nothing, and one that writes 2,000 lines a second.
  func agents() async throws {
    guard let own = realpath("/proc/self/exe", nil) else { throw BenchError("where this program lies is not known") }
    let config = "max_running = 12\nmax_live = 12\ndefault_engine = \"demo\"\n[engine.demo]\ncommand = \"\(String(cString: own))\"\n"
    free(own)
    try makeProject("quietly", files: 20)
    try await withService("agents", config: config, tasks: 0) { _ in
      var list = ""
      for number in 1...10 { list += "- [ ] \(Seed.words[number % 10]) \(Seed.things[number % 7]) [[bench-hum:60]]\n" }
      try self.place.write(list, to: "hum.md")
      try self.place.command("agents", ["add", "\(self.place.root)/hum.md"], directory: "\(self.place.root)/quietly")
      let client = try await self.place.client("agents")
      defer { client.close() }
      let running = try await self.waitUntilRunning(client, 10)
      let seat = try self.interface("agents")
      seat.keeps = false
      try seat.wait("the list") { self.selected(seat) != nil }
      seat.rest(300)
      usleep(7_000_000)
      while seat.pump(0) != nil {}
      let before = seat.bytes
      let (wakeups, _) = Proc(pid: Int(seat.process)).wakeups(seconds: 20) { seconds in
        let end = Moment.now + seconds * 1000
        while Moment.now < end { seat.pump(end - Moment.now) }
      }
      self.figures.append(
        Figure(
          "\(running) agents at work for 20 s: the client's wakeups, bytes, a second",
          "\(Figure.number(wakeups / 20, 2)), \(Figure.number(Double(seat.bytes - before) / 20))", reach: "≤ 1, ≤ 60"))
      seat.end(keys: "Q")
    }
    try await stream(config)
  }

  /// An agent whose every line says when it was written; how old the newest line on the screen is whenever one comes.
  private func stream(_ config: String) async throws {
    try await withService("stream", config: config, tasks: 0) { _ in
      try self.place.write("- [ ] Speak on and on [[bench-lines:2000]]\n", to: "lines.md")
      let seat = try self.interface("stream")
      seat.keeps = false
      seat.rest(500)
      try self.place.command("stream", ["add", "\(self.place.root)/lines.md"], directory: "\(self.place.root)/quietly")
      try seat.wait("the stream") { self.newest(seat) != nil }
      let processor = Proc(pid: Int(seat.process))
      let (begun, sent, spent) = (Moment.now, seat.bytes, processor.processorTime)
      var (lags, frames, last) = ([Double](), 0, 0.0)
      while Moment.now - begun < 5000 {
        guard let piece = seat.pump(200) else { continue }
        guard let line = self.newest(seat), line > last else { continue }
        last = line
        frames += 1
        lags.append(piece.time - line)
      }
      let seconds = (Moment.now - begun) / 1000
      let sample = Sample(lags)
      self.figures.append(
        Figure(
          "2,000 lines a second: written to shown, p50 / p95; bytes a second; client's processor",
          "\(Figure.number(sample.median)) / \(Figure.number(sample.at(0.95))) ms; \(Figure.number(Double(seat.bytes - sent) / seconds, 0)); \(Figure.number((processor.processorTime - spent) / seconds / 10, 0)) %",
          reach: "p95 ≤ 40 ms", peers: "\(Figure.number(Double(frames) / seconds)) frames a second with news"))
      seat.end(keys: "Q")
    }
  }

  /// The latest time on the screen that a line was written at.
  private func newest(_ seat: Seat) -> Double? {
    var newest: Double?
    for row in seat.text() {
      guard let mark = row.firstRange(of: "at=") else { continue }
      let digits = row[mark.upperBound...].prefix { $0.isNumber || $0 == "." }
      if let time = Double(digits), row[mark.upperBound...].dropFirst(digits.count).first == " ", time > newest ?? 0 { newest = time }
    }
    return newest
  }
}
