import Interface
import Model
import Screen
import Testing

/// A screen worth keeping: what an operator did, and so what stands there. To add one, add a line to `Scene.all` (Scene+All.swift): a name, the tasks
/// (`SceneDesk.tasks` unless said), and the steps on a `Stage`, which are keys, typed text, replies and notices. The panes' questions about transcripts and
/// diffs are answered from `SceneDesk` before and after each step. Then `CARREL_UPDATE_GOLDEN=1 .ci/test --filter SceneTests` writes
/// Golden/scenes/NAME-WxH.txt for every size, and you read them before you commit them. The real terminal's tests and the pictures take the scenes
/// from these files.
struct Scene: Sendable, CustomTestStringConvertible {
  /// Its name, and that of its files.
  let name: String
  private let tasks: [TaskRecord]
  private let act: @Sendable (inout Stage) -> Void

  init(_ name: String, tasks: [TaskRecord] = SceneDesk.tasks, _ act: @escaping @Sendable (inout Stage) -> Void = { _ in }) {
    self.name = name
    self.tasks = tasks
    self.act = act
  }

  /// What stands on a screen of this size.
  func canvas(_ size: SceneSize) -> Canvas {
    var stage = Stage(tasks: tasks, width: size.width, height: size.height)
    stage.settle()
    act(&stage)
    stage.settle()
    return stage.canvas
  }

  var testDescription: String { name }
}

extension Stage {
  /// Answers what the panes asked for from `SceneDesk`, until they ask for nothing more.
  mutating func settle() {
    var next = 0
    while next < effects.count {
      if case .request(let id, let request) = effects[next], let reply = SceneDesk.reply(request) { apply(.reply(id, reply)) }
      next += 1
    }
    effects = []
  }

  /// Keys after which the panes get their answers.
  mutating func press(_ names: String) {
    for name in names.split(separator: " ") {
      keys(String(name))
      settle()
    }
  }
}
