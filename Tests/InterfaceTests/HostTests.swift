import Interface
import Model
import Testing
import Wire

@Suite("refused hosts in the interface") struct HostTests {
  private static func task(_ hosts: [String]) -> TaskRecord {
    var task = TaskRecord(
      id: TaskID(3), ticket: Ticket(title: "Fix it"), repository: RepositoryLocation(source: "/r", publishTo: "/o"), engine: "claude",
      created: Stage.start)
    task.phase = .running
    task.hosts = hosts.map { name in
      var use = HostUse(host: name, port: 443)
      use.reason = "it is not on this task's list of hosts"
      use.canBeAllowed = true
      use.refusals = 1
      return use
    }
    return task
  }

  @Test("the row says it, H and Enter allow the last one") func allowing() throws {
    var stage = Stage(tasks: [Self.task(["new.example", "old.example"])], width: 160)
    stage.keys("+")
    #expect(stage.text.contains("network refused new.example:443 (H)"))
    stage.keys("H")
    #expect(stage.text.contains("The network refused T3") && stage.text.contains("Allow old.example"))
    stage.keys("Enter")
    #expect(stage.requests == [.allowHosts(TaskID(3), [HostRule(.name("new.example"))], scope: .task, forget: false)])
  }

  @Test("without a refusal the key says so") func nothing() {
    var stage = Stage(tasks: [Self.task([])])
    stage.keys("H")
    #expect(stage.requests.isEmpty && stage.text.contains("was refused no host"))
  }
}
