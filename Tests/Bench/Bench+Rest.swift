import Glibc

/// Memory with 200 tasks, and what it costs to do nothing.
extension Bench {
  func memory() async throws {
    try await withService("memory", tasks: 200) { service in
      let seat = try self.interface("memory")
      seat.keeps = false
      try seat.wait("the list") { self.selected(seat) != nil }
      for number in 0..<60 {
        seat.type(number < 30 ? "j" : "k")
        seat.rest(30)
      }
      seat.rest(300)
      let (client, served) = (Proc(pid: Int(seat.process)).memory, service.memory)
      seat.end(keys: "q")
      var words: [String] = []
      for peer in self.peers {
        let seat = try Seat(peer.path, peer.arguments, environment: self.place.environment("memory"), directory: "\(self.place.root)/log")
        seat.rest(300)
        words.append("\(peer.name) \(Figure.number(Proc(pid: Int(seat.process)).memory)) MB")
        seat.end(keys: peer.quit)
      }
      self.figures.append(
        Figure(
          "memory of the client, 200 tasks (PSS)", "\(Figure.number(client)) MB", reach: "≤ 17.4 MB (0.6 × lazygit)",
          peers: words.joined(separator: ", ")))
      self.figures.append(Figure("memory of the service, 200 tasks (PSS)", "\(Figure.number(served)) MB", reach: "≤ 60 MB"))
    }
  }

  func idle() async throws {
    try await withService("idle", tasks: 200) { service in
      let seat = try self.interface("idle")
      seat.keeps = false
      try seat.wait("the list") { self.selected(seat) != nil }
      // Threads of the start go after five idle seconds.
      seat.rest(300)
      usleep(7_000_000)
      let (bytesBefore, ended) = (seat.bytes, service.endedChildren)
      let (client, served) = Proc(pid: Int(seat.process)).wakeups(service, seconds: 10)
      let endedAfter = service.endedChildren
      seat.rest(50)
      let bytes = seat.bytes - bytesBefore
      let children = service.children.count + (endedAfter > ended ? 1 : 0)
      seat.end(keys: "q")
      var words: [String] = []
      for peer in self.peers where peer.name == "htop" {
        let seat = try Seat(peer.path, peer.arguments, environment: self.place.environment("idle"))
        seat.keeps = false
        seat.rest(1000)
        let start = seat.bytes
        let (wakeups, _) = Proc(pid: Int(seat.process)).wakeups(seconds: 10) { seconds in
          let end = Moment.now + seconds * 1000
          while Moment.now < end { seat.pump(end - Moment.now) }
        }
        words.append("htop \(Figure.number(wakeups, 0)) and \(Figure.number(Double(seat.bytes - start), 0)) bytes")
        seat.end(keys: "q")
      }
      self.figures.append(
        Figure(
          "10 s of nothing: wakeups of client, of service; bytes; programs started",
          "\(Figure.number(client, 0)), \(Figure.number(served, 0)); \(bytes); \(children)", reach: "0, 0; 0; 0",
          peers: words.joined(separator: ", ")))
    }
  }
}
