import Glibc

/// A change of 107,000 lines: how soon the first of it can be read.
extension Bench {
  func large() async throws {
    guard let own = realpath("/proc/self/exe", nil) else { throw BenchError("where this program lies is not known") }
    let config = "default_engine = \"demo\"\n[engine.demo]\ncommand = \"\(String(cString: own))\"\n"
    free(own)
    try makeProject("large", files: 840)
    try await withService("large", config: config, tasks: 0) { _ in
      try self.place.write("- [ ] Change everything [[bench-change:1]]\n- [ ] Change nothing [[bench:1]]\n", to: "large.md")
      try self.place.command("large", ["add", "\(self.place.root)/large.md"], directory: "\(self.place.root)/large")
      _ = try? self.place.command("large", ["wait", "--all", "--timeout", "120"])
      // The same change for the others.
      try self.place.git(["config", "core.pager", ""], in: "\(self.place.root)/large")
      try Place.run(
        "/bin/sh", ["-c", "sed -i s/value/worth/g part*/*.py && git commit -qam Change && git show > ../large.diff"],
        self.place.environment("git"), "\(self.place.root)/large")
      let lines = Proc.text("\(self.place.root)/large.diff").utf8.reduce(0) { $0 + ($1 == 10 ? 1 : 0) }
      var (keys, starts): ([Double], [Double]) = ([], [])
      var others: [String: [Double]] = [:]
      for _ in 0..<7 {
        // From the key that goes to the task.
        let seat = try self.interface("large")
        try seat.wait("the list") { self.selected(seat) != nil }
        seat.rest(500)
        // The first look: what was looked at before is kept by the interface.
        let isFirst = self.selected(seat) == "1"
        let pressed = isFirst ? seat.started : Moment.now
        if !isFirst { seat.type("j") }
        while !self.showsChange(seat) {
          seat.pump(50)
          guard Moment.now - pressed < 20_000 else { throw BenchError("the diff did not come:\n\(seat.text().joined(separator: "\n"))") }
        }
        if isFirst { starts.append(Moment.now - pressed) } else { keys.append(Moment.now - pressed) }
        seat.end(keys: "Q")
        for (name, path, arguments) in [
          ("tig show", "/usr/bin/tig", ["show", "HEAD"]), ("less", "/usr/bin/less", ["\(self.place.root)/large.diff"]),
        ] where access(path, X_OK) == 0 {
          let seat = try Seat(path, arguments, environment: self.place.environment("large"), directory: "\(self.place.root)/large")
          while !(5..<45).allSatisfy({ seat.row($0, 0..<100).contains { $0 != " " } }) || !seat.text().contains(where: { $0.contains("+") })
          {
            seat.pump(50)
            guard Moment.now - seat.started < 20_000 else { throw BenchError("\(name) shows nothing") }
          }
          others[name, default: []].append(Moment.now - seat.started)
          seat.end(keys: "q")
        }
      }
      let ours = Sample(keys.isEmpty ? starts : keys)
      let peers = others.sorted { $0.key > $1.key }.map { Figure.ratio(ours.median, to: Sample($0.value).median, $0.key) }
      self.figures.append(
        Figure(
          "a diff of \(Figure.number(Double(lines), 0)) lines: from \(keys.isEmpty ? "the start of the program" : "the key") to its first screen",
          "\(Figure.number(ours.median)) ms", reach: "≤ 0.1 × tig",
          peers: peers.joined(separator: ", ")))
    }
  }

  /// Whether lines of the change stand in the diff pane.
  private func showsChange(_ seat: Seat) -> Bool {
    (2..<48).contains { row in
      let text = seat.row(row, 140..<200)
      return text.contains(" - def function")
    }
  }
}
