package import Model
import Synchronization

/// What the scripted agents of a story were told, and which of them live.
package final class ScriptedLedger: Sendable {
  private struct Contents {
    var prompts: [ScriptedPrompt] = []
    var answers: [(task: TaskID, answer: AgentAnswer)] = []
    var live: [TaskID: ScriptedAgent] = [:]
    var starts: [TaskID: Int] = [:]
    var mostLive = 0
  }

  private let contents = Mutex(Contents())

  /// An empty one.
  package init() {}

  /// All prompts, in the order in which they were handed over.
  package var prompts: [ScriptedPrompt] { contents.withLock { $0.prompts } }

  /// The prompts of a task.
  package func prompts(of task: TaskID) -> [String] { prompts.filter { $0.task == task }.map(\.text) }

  /// The answers of a task.
  package func answers(of task: TaskID) -> [AgentAnswer] { contents.withLock { $0.answers.filter { $0.task == task }.map(\.answer) } }

  /// How often an agent of the task was started.
  package func starts(of task: TaskID) -> Int { contents.withLock { $0.starts[task, default: 0] } }

  /// How many agents live.
  package var live: Int { contents.withLock { $0.live.count } }

  /// The most that ever lived at once.
  package var mostLive: Int { contents.withLock { $0.mostLive } }

  /// The live agent of a task.
  package func agent(of task: TaskID) -> ScriptedAgent? { contents.withLock { $0.live[task] } }

  /// Every agent dies at once and says nothing any more, as with the machine's power.
  package func killAll() async {
    let all = contents.withLock { contents in
      defer { contents.live = [:] }
      return Array(contents.live.values)
    }
    for agent in all { await agent.die() }
  }

  func add(_ task: TaskID, _ text: String, session: String, key: String?) -> ScriptedPrompt {
    contents.withLock { contents in
      let number = contents.prompts.count { $0.task == task }
      let prompt = ScriptedPrompt(task: task, text: text, number: number, session: session, key: key)
      contents.prompts.append(prompt)
      return prompt
    }
  }

  func add(_ task: TaskID, _ answer: AgentAnswer) { contents.withLock { $0.answers.append((task, answer)) } }

  func started(_ agent: ScriptedAgent, of task: TaskID) {
    contents.withLock { contents in
      contents.live[task] = agent
      contents.starts[task, default: 0] += 1
      contents.mostLive = max(contents.mostLive, contents.live.count)
    }
  }

  func ended(_ agent: ScriptedAgent, of task: TaskID) {
    contents.withLock { contents in if contents.live[task] === agent { contents.live[task] = nil } }
  }
}
