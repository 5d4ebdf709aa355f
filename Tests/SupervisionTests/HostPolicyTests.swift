import Configuration
import Model
import Supervision
import Testing

/// What the machine can bear decides about starts, not a count alone.
@Suite struct HostPolicyTests {
  static let gigabyte: Int64 = 1 << 30

  static func situation(_ change: (inout HostSituation, inout HostSettings) -> Void) -> HostSituation {
    var settings = HostSettings()
    var situation = HostSituation(
      reading: HostReading(availableMemory: 8 * gigabyte, load: 0.5, cores: 2, freeDisk: 50 * gigabyte, freeInodes: 1_000_000),
      limits: HostLimits(settings))
    change(&situation, &settings)
    situation.limits = HostLimits(settings)
    return situation
  }

  static func admit(_ count: Int, _ situation: HostSituation, running: Int = 0) -> QueuePolicy.Verdict {
    let tasks = (1...count).map { QueuePolicyTests.task($0) } + (0..<running).map { QueuePolicyTests.task(100 + $0, .running) }
    return QueuePolicyTests.admit(tasks, running: 50, live: 50) { $0.host = situation }
  }

  @Test func thereIsRoom() {
    #expect(Self.admit(3, Self.situation { _, _ in }).start.count == 3)
    // A machine that says nothing holds nothing back.
    #expect(Self.admit(3, HostSituation(reading: HostReading(), limits: HostLimits(HostSettings()))).start.count == 3)
  }

  @Test func memoryIsGivenOutOnce() {
    let verdict = Self.admit(
      5,
      Self.situation { situation, settings in
        situation.reading.availableMemory = 3 * Self.gigabyte
        settings.agentMemoryMB = 1024
        settings.minFreeMemoryMB = 512
      })
    #expect(verdict.start == [TaskID(1), TaskID(2)])
    #expect(verdict.held[TaskID(3)] == "waiting for memory: 1.0 GB available, an agent of demo takes about 1.0 GB and 0.5 GB stay free")
    #expect(verdict.held[TaskID(4)] == "behind T3, which waits for the machine")
    #expect(verdict.waitsForHost)
  }

  @Test func whatWasSeenCountsMoreThanTheSetting() {
    let verdict = Self.admit(
      1,
      Self.situation { situation, settings in
        situation.reading.availableMemory = 644_245_094
        situation.seen = ["demo": 966_367_642, "other": 1]
      })
    #expect(verdict.held[TaskID(1)] == "waiting for memory: 0.6 GB available, an agent of demo takes about 0.9 GB")
    #expect(verdict.start.isEmpty)
  }

  @Test func whatStartsNowHasItsShare() {
    let verdict = Self.admit(
      1,
      Self.situation { situation, _ in
        situation.reading.availableMemory = 2 * Self.gigabyte
        situation.reserved = 2 * Self.gigabyte
      })
    #expect(verdict.start.isEmpty)
  }

  @Test func loadHoldsNothingBackWhenNothingOfOursRuns() {
    let busy = Self.situation { situation, _ in situation.reading.load = 40 }
    #expect(Self.admit(2, busy).start == [TaskID(1)])
    var beside = busy
    beside.agents = 1
    let verdict = Self.admit(1, beside)
    #expect(verdict.held[TaskID(1)] == "waiting for the machine: its load is 20.0 per core, at most 4.0 is wanted")
    // An average of a minute that is over by now.
    beside.reading.processorPressure = 1.5
    #expect(Self.admit(1, beside).start == [TaskID(1)])
    beside.reading.processorPressure = 80
    #expect(Self.admit(1, beside).start.isEmpty)
  }

  @Test func thrashingHoldsBack() {
    let verdict = Self.admit(
      1,
      Self.situation { situation, _ in
        situation.reading.memoryPressure = 43.7
        situation.agents = 1
      })
    #expect(verdict.held[TaskID(1)]?.contains("43%") == true)
  }

  @Test func aFullDiskHoldsAll() {
    let verdict = Self.admit(2, Self.situation { situation, _ in situation.reading.freeDisk = 429_496_730 })
    #expect(verdict.held[TaskID(1)] == "the disk is nearly full: 0.4 GB free, 1.0 GB are needed to start a task")
    #expect(verdict.held[TaskID(2)] == verdict.held[TaskID(1)])
    let inodes = Self.admit(1, Self.situation { situation, _ in situation.reading.freeInodes = 12 })
    #expect(inodes.held[TaskID(1)]?.contains("12 inodes free") == true)
  }

  @Test func zeroTurnsARuleOff() {
    let verdict = Self.admit(
      4,
      Self.situation { situation, settings in
        situation.reading = HostReading(
          availableMemory: 0, memoryPressure: 100, load: 1e9, cores: 1, processorPressure: 100, freeDisk: 0, freeInodes: 0)
        situation.agents = 3
        settings.minFreeMemoryMB = 0
        settings.agentMemoryMB = 0
        settings.maxLoadPerCore = 0
        settings.minFreeDiskMB = 0
        settings.minFreeInodes = 0
      })
    #expect(verdict.start.count == 4)
  }

  @Test func marksOfTheDiskDoNotGoOnAndOff() {
    var settings = HostSettings()
    settings.minFreeDiskMB = 1000
    settings.freezeDiskMB = 256
    settings.ballastDiskMB = 64
    let limits = HostLimits(settings)
    func mark(_ megabytes: Int64, _ before: DiskMark = .roomy) -> DiskMark { DiskMark.at(megabytes << 20, limits, before: before) }
    #expect(mark(1000) == .roomy)
    #expect(mark(999) == .low)
    #expect(mark(255) == .frozen)
    #expect(mark(257) == .low)
    #expect(mark(257, .frozen) == .frozen)
    #expect(mark(288, .frozen) == .low)
    #expect(mark(63) == .last)
    #expect(mark(70, .last) == .last)
    #expect(mark(72, .last) == .frozen)
    #expect(DiskMark.at(nil, limits, before: .last) == .roomy)
    #expect(DiskMark.secondsToNextLook(1 << 60, limits) == 10)
    #expect(DiskMark.secondsToNextLook(0, limits) == 0.5)
  }
}
