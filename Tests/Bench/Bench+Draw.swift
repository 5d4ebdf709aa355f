import Interface
import Model
import Platform
import Screen
import Wire

/// What a key costs before the terminal is told: the state's change, and the canvas of 200x50 made from it.
extension Bench {
  func draw() {
    for count in [40, 200, 1000] {
      var state = InterfaceState(
        InterfaceSetup(
          size: Size(width: Seat.columns, height: Seat.rows), now: .now, place: "bench", author: "bench", directory: "/",
          themes: ["terminal"]))
      let tasks = (1...count).map { Seed.record(TaskID($0), .now) }
      let queue = QueueStatus(paused: false, maxRunning: 4, maxLive: 12, live: 2)
      let sandbox = SandboxSummary(level: .isolated, network: .open)
      answer(
        Update.apply(.connected(Snapshot(tasks: tasks, queue: queue, seq: 1, engines: ["demo"], sandbox: sandbox)), to: &state), &state)
      var (updates, frames): ([Double], [Double]) = ([], [])
      var cells = 0
      for number in 0..<300 {
        let key = Key(.character(number / 30 % 2 == 0 ? "j" : "k"))
        let begun = Moment.now
        let effects = Update.apply(.terminal(.key(key)), to: &state)
        let updated = Moment.now
        let canvas = Draw.canvas(state)
        frames.append(Moment.now - updated)
        updates.append(updated - begun)
        cells += canvas.cells.count
        answer(effects, &state)
      }
      figures.append(
        Figure(
          "a key with \(Figure.number(Double(count), 0)) tasks in the interface: update; canvas",
          "\(Figure.number(Sample(updates).median * 1000, 0)) µs; \(Figure.number(Sample(frames).median * 1000, 0)) µs"))
      if cells == 0 { remarks.append("Nothing was drawn.") }
    }
  }

  /// The transcripts that the panes ask for.
  private func answer(_ effects: [Effect], _ state: inout InterfaceState) {
    for case .request(let id, .transcript(let task, _, _, _)) in effects {
      let entries = Seed.transcript(task.number).enumerated().map {
        TranscriptEntry(seq: Int64($0 + 1), task: task, time: .now, event: $1)
      }
      _ = Update.apply(.reply(id, .transcript(entries, more: false)), to: &state)
    }
  }
}
