import Glibc

/// Against the floor: the least that a program on ncurses costs which shows a list beside a text, in the same rounds, on the same terminal.
extension Bench {
  /// The floor's program, beside this one.
  var floor: String? {
    guard let own = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(own) }
    let path =
      String(cString: own).split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/carrel-floor"
    return access(path, X_OK) == 0 ? path : nil
  }

  func floorSection() async throws {
    guard let floor else { throw BenchError("carrel-floor is not built beside carrel-bench") }
    try await withService("floor", tasks: 200) { _ in
      let own = try self.interface("floor")
      let beside = try Seat(floor, ["\(self.place.root)/items.txt"], environment: self.place.environment("floor"))
      let seats = [own, beside]
      for seat in seats {
        seat.keeps = false
        try seat.wait("the list") { self.position(seat, of: seat === own ? 0 : 1) != nil }
        seat.rest(400)
      }
      // Two panes beside each other, then the list alone.
      var shown: [[Double]] = [[], []]
      var whole: [[Double]] = [[], []]
      for round in 0..<10 {
        for (place, seat) in seats.enumerated() {
          for _ in 0..<20 {
            let (first, last) = try self.move(seat, round % 2 == 0 ? "j" : "k", of: place)
            shown[place].append(first)
            whole[place].append(last)
          }
        }
      }
      let (ours, theirs) = (Sample(shown[0]), Sample(shown[1]))
      self.figures.append(
        Figure(
          "list move until the row and its number are shown, panes beside it, p50 / p99",
          "\(Figure.number(ours.median, 2)) / \(Figure.number(ours.at(0.99), 2)) ms", reach: "≤ 1.5 × floor",
          peers: Figure.ratio(ours.median, to: theirs.median, "floor", digits: 2) + ", its p99 \(Figure.number(theirs.at(0.99), 2)) ms"))
      self.figures.append(
        Figure(
          "… until the transcript of the other task is shown too, p50", "\(Figure.number(Sample(whole[0]).median, 2)) ms",
          peers: Figure.ratio(Sample(whole[0]).median, to: Sample(whole[1]).median, "floor", digits: 2)))
      try self.escape(own)
      for seat in seats { seat.end(keys: "q") }
    }
    try await scroll()
    try await storm()
  }

  /// The place in the list as its border says it.
  private func position(_ seat: Seat, of program: Int) -> String? {
    let row = seat.row(program == 0 ? 1 : 0)
    guard let box = row.firstRange(of: "┐┌") else { return nil }
    let note = row[..<box.lowerBound].filter { $0 != "─" }
    return note.contains(" of ") ? note : nil
  }

  /// Presses a key that moves the cursor of the list; the times until its border says so, and until the last byte of what followed.
  private func move(_ seat: Seat, _ key: String, of program: Int) throws -> (Double, Double) {
    while seat.pump(0) != nil {}
    usleep(UInt32.random(in: 8000...20_000))
    let before = position(seat, of: program)
    let pressed = Moment.now
    seat.type(key)
    var (first, last): (Double?, Double) = (nil, pressed)
    while first == nil {
      guard let piece = seat.pump(500) else { throw BenchError("a key was not shown:\n\(seat.text().joined(separator: "\n"))") }
      last = piece.time
      if position(seat, of: program) != before { first = piece.time }
    }
    while let piece = seat.pump(12) { last = piece.time }
    return ((first ?? last) - pressed, last - pressed)
  }

  /// From Escape to the screen without what lay over it.
  private func escape(_ seat: Seat) throws {
    var times: [Double] = []
    for _ in 0..<25 {
      seat.type(":")
      try seat.wait("the palette") {
        seat.text().contains { $0.contains("Commands") || $0.contains("commands") } && seat.row(0).contains("carrel")
      }
      seat.rest(30)
      let open = seat.picture()
      let pressed = Moment.now
      seat.type("\u{1B}")
      while seat.picture() == open {
        guard seat.pump(500) != nil else { throw BenchError("Escape was not shown") }
      }
      times.append(Moment.now - pressed)
      seat.rest(30)
    }
    let sample = Sample(times)
    figures.append(
      Figure(
        "Esc closes the palette, p50 / most (25 ms of it tell it from a sequence)",
        "\(Figure.number(sample.median)) / \(Figure.number(sample.most)) ms", reach: "≤ 35 ms"))
  }

  /// Bytes of a line of the transcript scrolled beside the other panes, against what an ideal encoder would send for the same change.
  private func scroll() async throws {
    try await withService("scroll", tasks: 60) { _ in
      for answers in [true, false] {
        let seat = try self.interface("scroll")
        (seat.keeps, seat.answers) = (false, answers)
        try seat.wait("the list") { self.position(seat, of: 0) != nil }
        seat.rest(400)
        seat.type("2")
        seat.rest(100)
        for _ in 0..<8 {
          seat.type("\u{15}")
          seat.rest(60)
        }
        var (bytes, ideal, count) = (0, 0, 0)
        for number in 0..<40 {
          let (before, sent) = (seat.picture(), seat.bytes)
          // The wheel scrolls three rows without moving the cursor.
          seat.type(number < 20 ? "\u{1B}[<65;100;20M" : "\u{1B}[<64;100;20M")
          seat.rest(40)
          let after = seat.picture()
          guard before != after else { continue }
          bytes += seat.bytes - sent
          ideal += after.ideal(from: before, margins: answers)
          count += 1
        }
        seat.end(keys: "Q")
        guard count > 0, ideal > 0 else { throw BenchError("the transcript did not scroll") }
        self.figures.append(
          Figure(
            "the transcript scrolled between the other panes, \(answers ? "with" : "without") margins, bytes a step",
            Figure.number(Double(bytes) / Double(count), 0), reach: "≤ 1.3 × ideal",
            peers:
              "×\(Figure.number(Double(bytes) / Double(ideal), 2)) of an ideal encoder (\(Figure.number(Double(ideal) / Double(count), 0)))"
          ))
      }
    }
  }

  /// Fifty changes of the window's size, 5 ms apart, and whether the screen is right afterwards.
  private func storm() async throws {
    try await withService("storm", tasks: 200) { _ in
      var (settle, bytes, clean) = ([Double](), [Double](), true)
      for round in 0..<5 {
        let seat = try self.interface("storm")
        seat.keeps = false
        try seat.wait("the list") { self.position(seat, of: 0) != nil }
        seat.rest(300)
        let before = seat.bytes
        for step in 0..<50 {
          seat.resize(rows: 10 + (step * 7 + round) % 40, columns: 40 + (step * 31 + round) % 160)
          let end = Moment.now + 5
          while Moment.now < end { seat.pump(end - Moment.now) }
        }
        seat.resize(rows: Seat.rows, columns: Seat.columns)
        let last = Moment.now
        var shown = last
        while let piece = seat.pump(150) { shown = piece.time }
        settle.append(shown - last)
        bytes.append(Double(seat.bytes - before))
        let picture = seat.picture()
        seat.type("\u{0C}")
        seat.rest(150)
        if seat.picture() != picture { clean = false }
        seat.end(keys: "Q")
      }
      self.figures.append(
        Figure(
          "50 changes of size 5 ms apart: settled after the last; bytes; right without a redraw",
          "\(Figure.number(Sample(settle).median)) ms (\(Figure.number(Sample(settle).most)) at most); \(Figure.number(Sample(bytes).median, 0)); \(clean ? "yes" : "NO")",
          reach: "≤ 20 ms, clean"))
    }
  }
}
