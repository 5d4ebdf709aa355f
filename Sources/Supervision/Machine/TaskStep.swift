package import Model

/// What handling one input gave, besides the changed record: what to write down and what to do, in order.
package struct TaskStep: Hashable, Sendable {
  /// For the transcript, committed together with the record.
  package var events: [TranscriptEvent] = []
  /// To be done once that is committed.
  package var actions: [TaskAction] = []
  /// Why the input was refused; the record is unchanged then and nothing else is set.
  package var refusal: String?
  /// Whether the record changed in a way worth telling; false for events that only go to the transcript.
  package var changed = true

  /// Nothing to write or do.
  package init() {}

  /// A refusal in one sentence.
  package static func refused(_ text: String) -> TaskStep {
    var step = TaskStep()
    step.refusal = text
    step.changed = false
    return step
  }
}
