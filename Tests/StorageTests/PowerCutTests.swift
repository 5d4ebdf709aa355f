import Glibc
import Model
import Platform
import Testing

@testable import Storage

/// A power cut, as far as it can be had without one: the image of a journalled file system is copied while a store in it is written, and the copy is what the
/// disk would have held. What the drive's own cache might lose is not part of it.
@Suite("A power cut", .serialized)
struct PowerCutTests {
  private static let cuts = getenv("CARREL_SOAK") == nil ? 3 : 25
  private static let mount = "mount -o loop \"$1\" \"$2\""

  /// Whether an image of ext4 can be made and mounted here: root, a loop device, mkfs.
  private static func canMountImages() async -> Bool {
    guard let folder = try? StoreFolder() else { return false }
    let script = "\(makeImage) && mkdir \"$2\" && unshare -m sh -c '\(mount)' sh \"$1\" \"$2\""
    guard let child = try? ProbeProcess(["sh", "-c", script, "sh", "\(folder.path)/image", "\(folder.path)/mount"]) else { return false }
    return await child.wait() == 0
  }

  private static let makeImage = "PATH=$PATH:/sbin:/usr/sbin && truncate -s 48M \"$1\" && mkfs.ext4 -q -F \"$1\""

  @Test(
    "No acknowledged row is lost, and the store is whole",
    .enabled("no images of file systems can be mounted here (root and loop devices are needed)", { await canMountImages() }))
  func nothingAcknowledgedIsLost() async throws {
    let probe = try ProbeProcess.program()
    for cut in 1...Self.cuts {
      let folder = try StoreFolder()
      let (image, copy, mounted) = ("\(folder.path)/image", "\(folder.path)/copy", "\(folder.path)/mount")
      #expect(await (try ProbeProcess(["sh", "-c", "\(Self.makeImage) && mkdir \"$2\"", "sh", image, mounted])).wait() == 0)
      // The mount is seen by the writer alone and goes with it.
      let script = "\(Self.mount) && mkdir \"$2/s\" && exec \"$3\" write \"$2/s/carrel.db\""
      let writer = try ProbeProcess(["unshare", "-m", "sh", "-c", script, "sh", image, mounted, probe])
      var expected = ProbeFacts()
      for _ in 0..<Int.random(in: 20...800) {
        guard let line = await writer.readLine() else { break }
        try expected.add(line)
      }
      // Stopped for the moment of the copy: what was acknowledged until then has to be in it. The kernel writes on by itself; a copy during which it did is
      // none of one moment and is made again.
      await writer.stop()
      for line in await writer.linesAtHand() where line.hasSuffix("\n") { try expected.add(String(line.dropLast())) }
      let still = "for i in 1 2 3 4 5 6 7 8 9; do cp --reflink=auto \"$1\" \"$2\" && cmp -s \"$1\" \"$2\" && exit 0; done; exit 1"
      #expect(await (try ProbeProcess(["sh", "-c", still, "sh", image, copy])).wait() == 0, "cut \(cut)")
      await writer.kill()
      _ = await writer.wait()

      // The next boot: the journal is replayed by the mount.
      let boot = "\(Self.mount) && cp \"$2\"/s/carrel.db* \"$3\""
      #expect(await (try ProbeProcess(["unshare", "-m", "sh", "-c", boot, "sh", copy, mounted, folder.path])).wait() == 0, "cut \(cut)")
      let (log, report) = try await EventLog.open(path: folder.database)
      #expect(report.setAside == nil, "cut \(cut): \(report)")
      #expect(await log.connection(for: "PRAGMA integrity_check") == "ok")
      for (id, turns) in expected.turns {
        #expect((try await log.task(TaskID(id))?.turns ?? -1) >= turns, "cut \(cut), T\(id)")
        let page = try await log.transcript(TaskID(id), after: 0, limit: .max, bytes: .max)
        #expect(expected.rows[id, default: []].isSubset(of: page.entries.map(\.seq)), "cut \(cut), T\(id)")
      }
      #expect(!expected.turns.isEmpty)
      try await log.close()
    }
  }
}
