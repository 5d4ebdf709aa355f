internal import Model

/// What the order of tasks looks at, taken out of the record once: sorting thousands of whole records would move too much about.
struct TaskPlace: Hashable {
  /// The task.
  var id: TaskID
  /// Its section's place and heading.
  var rank = 0
  var title = ""
  /// What the operator chose to sort by, as a figure (higher comes first) or as words.
  var figure: Double = 0
  var words = ""
  /// The order by need: its section, the reason, and when.
  var section: TaskSection
  var reason = 0
  var moment: Int64 = 0

  /// The place of a task.
  init(_ task: TaskRecord, sort: TaskSort, group: TaskGroup) {
    id = task.id
    section = TaskSection(task)
    switch group {
    case .state: (rank, title) = (section.rawValue, section.title)
    case .repository: title = task.repository.name
    case .engine: title = task.engine
    case .none: break
    }
    switch section {
    case .needYou:
      reason = task.attention.flatMap { Attention.Kind.allCases.firstIndex(of: $0.kind) } ?? 0
      moment = task.attention?.since.milliseconds ?? 0
    case .running, .review: moment = task.phaseSince.milliseconds
    case .queued: reason = task.priority == .min ? .max : -task.priority
    case .done: moment = task.phaseSince.milliseconds == .min ? .max : -task.phaseSince.milliseconds
    }
    switch sort {
    case .need, .id: break
    case .title: words = task.ticket.title
    case .newest: figure = Double(task.phaseSince.milliseconds)
    case .cost: figure = task.costUSD.isNaN ? 0 : task.costUSD
    case .size: figure = task.diff.map { Double($0.insertions) + Double($0.deletions) } ?? 0
    }
  }

  /// Whether it stands above another one.
  func precedes(_ other: TaskPlace, sort: TaskSort) -> Bool {
    if rank != other.rank { return rank < other.rank }
    if title != other.title { return title < other.title }
    if sort == .id { return id < other.id }
    if figure != other.figure { return figure > other.figure }
    if words != other.words { return words < other.words }
    if section != other.section { return section.rawValue < other.section.rawValue }
    if reason != other.reason { return reason < other.reason }
    return moment != other.moment ? moment < other.moment : id < other.id
  }
}
