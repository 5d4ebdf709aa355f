import Testing

/// Tests of the program as people use it. Each has a world of its own; they run one after the other, since they compete for the machine.
@Suite("The real program, end to end", .serialized, .timeLimit(.minutes(Soak.isOn ? 30 : 5)))
struct EndToEnd {}
