import Glibc

/// From the start of the program to its screen, the service already running, 200 tasks, against the start of others on the same terminal.
extension Bench {
  func start() async throws {
    try await withService("start", tasks: 200) { _ in
      var all: [Double] = []
      var list: [Double] = []
      var first: [Double] = []
      var others: [String: [Double]] = [:]
      for round in 0..<16 {
        let seat = try self.interface("start")
        try seat.wait("the list") { seat.row(3).contains("T") }
        seat.rest(300)
        // The first start fills the machine's caches.
        if round > 0 {
          all.append(try seat.settled())
          list.append(try seat.settled(columns: 0..<45))
          first.append((seat.pieces.first?.time ?? .nan) - seat.started)
        }
        seat.end(keys: "q")
        for peer in self.peers {
          let seat = try Seat(peer.path, peer.arguments, environment: self.place.environment("start"), directory: "\(self.place.root)/log")
          seat.rest(300)
          if round > 0 { others[peer.name, default: []].append(try seat.settled()) }
          seat.end(keys: peer.quit)
        }
      }
      let (ours, whole) = (Sample(list), Sample(all))
      self.figures.append(
        Figure(
          "start to the first full frame, 200 tasks",
          "\(Figure.number(ours.median)) ms (\(Figure.number(ours.least))–\(Figure.number(ours.most)))",
          reach: "≤ 50 ms, ≤ 3 × floor",
          peers: self.peers.map { Figure.ratio(ours.median, to: Sample(others[$0.name] ?? []).median, $0.name) }.joined(separator: ", ")))
      self.figures.append(
        Figure(
          "… first byte; transcript of the selected task shown too",
          "\(Figure.number(Sample(first).median)) ms; \(Figure.number(whole.median)) ms"))
    }
  }
}
