import Glibc
import Platform
import TestSupport

/// A small file system of its own, for what only some file systems can do or run out of. Needs root; tests that use one are skipped where it cannot be had.
enum Volume {
  /// Whether this program may mount, tried with a file system in memory.
  static let canMount: Bool = {
    guard geteuid() == 0, let path = try? Files.makeTemporaryDirectory(in: "/tmp", prefix: "carrel-mount-") else { return false }
    defer { rmdir(path) }
    guard mount("none", path, "tmpfs", 0, "size=64k") == 0 else { return false }
    return umount(path) == 0
  }()

  /// Where a program for making a file system is.
  static func maker(_ kind: String) -> String? {
    let places = ["/usr/sbin", "/sbin"] + (Environment.current["PATH"] ?? "").split(separator: ":").map(String.init)
    return places.map { "\($0)/mkfs.\(kind)" }.first { access($0, X_OK) == 0 }
  }

  /// Whether there can be one of this kind in an image.
  static func canMake(_ kind: String) -> Bool { canMount && access("/dev/loop-control", R_OK) == 0 && maker(kind) != nil }

  /// Runs a body with a file system in memory of this size, with so many files at most.
  static func memory(_ root: TestRepositoryRoot, megabytes: Int, files: Int = 100_000, _ body: (String) async throws -> Void) async throws {
    let path = root.path + "/volume"
    try Files.makeDirectory(path)
    try await root.run("mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m,nr_inodes=\(files)", "carrel-test", path])
    try await unmounting(path, root, body)
  }

  /// Runs a body with a file system of a kind in an image.
  static func image(_ root: TestRepositoryRoot, _ kind: String, _ body: (String) async throws -> Void) async throws {
    let (path, image) = (root.path + "/volume", root.path + "/image")
    try Files.makeDirectory(path)
    try await root.run("truncate", ["-s", "512M", image])
    try await root.run(maker(kind) ?? "mkfs.\(kind)", ["-q", image])
    try await root.run("mount", ["-o", "loop", image, path])
    try await unmounting(path, root, body)
  }

  private static func unmounting(_ path: String, _ root: TestRepositoryRoot, _ body: (String) async throws -> Void) async throws {
    do { try await body(path) } catch {
      try await root.run("umount", ["-l", path])
      throw error
    }
    try await root.run("umount", [path])
  }
}
