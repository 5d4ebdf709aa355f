import Model
import Supervision
import Testing

@Suite("a task's hosts") struct TaskMachineHostTests {
  private func refusal(_ host: String, _ reason: String = "it is not on this task's list of hosts") -> HostUse {
    var use = HostUse(host: host, port: 443)
    use.reason = reason
    use.canBeAllowed = true
    use.refusals = 1
    return use
  }

  private func notes(_ step: TaskStep) -> [String] {
    step.events.compactMap { event in
      if case .note(_, let text) = event { return text }
      return nil
    }
  }

  @Test("a refused host is said once, with what can be done") func refused() {
    var bench = MachineBench()
    bench.run()
    let first = bench.put(.hostRefused(refusal("a.example")))
    #expect(
      notes(first).first?.contains("refused a.example:443") == true && notes(first).first?.contains("carrel allow T1 a.example:443") == true
    )
    #expect(notes(bench.put(.hostRefused(refusal("a.example")))).isEmpty)
    #expect(bench.record.blockedHosts.map(\.place) == ["a.example:443"])
    for number in 0..<200 { _ = bench.put(.hostRefused(refusal("h\(number).example"))) }
    #expect(bench.record.hosts?.count == TaskRecord.mostHosts)
    #expect(bench.record.listed.hosts?.count == 10)
  }

  @Test("an allowed host is blocked no more, and a later refusal is said again") func allowed() throws {
    var bench = MachineBench()
    bench.run()
    _ = bench.put(.hostRefused(refusal("a.example")))
    let rule = try HostRule(parsing: "a.example")
    let step = bench.put(.hostsAllowed([rule], .task, forget: false, author: "ann"))
    #expect(notes(step) == ["ann allows a.example."])
    #expect(bench.record.blockedHosts.isEmpty && bench.record.allowedHosts == [rule])
    _ = bench.put(.hostsAllowed([rule], .task, forget: true, author: "ann"))
    #expect(bench.record.allowedHosts == nil)
    #expect(notes(bench.put(.hostRefused(refusal("a.example")))).count == 1)
    // What holds for more than this task is not the record's.
    _ = bench.put(.hostsAllowed([rule], .repository, forget: false, author: "ann"))
    #expect(bench.record.allowedHosts == nil && bench.record.blockedHosts.isEmpty)
  }

  @Test("the ledger of a turn is kept") func used() {
    var bench = MachineBench()
    bench.run()
    var use = HostUse(host: "api.example", port: 443)
    use.connections = 2
    use.sent = 100
    #expect(bench.put(.hostsUsed([use])).changed)
    #expect(bench.record.hosts == [use])
    #expect(!bench.put(.hostsUsed([use])).changed)
  }
}
