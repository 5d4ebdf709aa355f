import Glibc
import Model
import Platform
import Sandbox
import Testing

/// What the seccomp deny-list refuses, tried by a program inside with the bare calls.
@Suite(
  .timeLimit(.minutes(15)),
  .enabled("isolated sandboxes do not work on this machine") { await SandboxProbe.run(bwrap: Box.bwrap).isAvailable },
  .enabled("there is no /usr/bin/python3 to try the calls with") { Files.exists("/usr/bin/python3") }
)
struct DenyListTests {
  #if arch(x86_64)
    static let numbers = ["ptrace": 101, "clone": 56, "unshare": 272, "keyctl": 250, "userfaultfd": 323, "bpf": 321, "perf": 298]
  #else
    static let numbers = ["ptrace": 117, "clone": 220, "unshare": 97, "keyctl": 219, "userfaultfd": 282, "bpf": 280, "perf": 241]
  #endif

  /// `call(number, …)` gives the result, or minus the error's number.
  static let prelude = """
    import ctypes, os, socket, sys, errno, fcntl
    libc = ctypes.CDLL(None, use_errno=True)
    def call(number, *rest):
      result = libc.syscall(number, *[ctypes.c_long(one) for one in rest])
      return result if result >= 0 else -ctypes.get_errno()
    def attempt(body):
      try: body(); return "done"
      except OSError as error: return errno.errorcode[error.errno]

    """

  /// The error's number that each call is answered with. Namespaces are refused by bubblewrap already; here the filter is asked on its own, at level
  /// files, too.
  @Test(arguments: [SandboxSummary.Level.isolated, .files])
  func callsAreRefused(level: SandboxSummary.Level) async throws {
    let box = try Box()
    box.profile.level = level
    box.features.landlock = try await landlock(box)
    try #require(level != .files || box.features.landlock > 0)
    let names = Self.numbers
    func number(_ name: String) -> Int { names[name] ?? -1 }
    let (_, text) = try await box.run(
      box.python(
        Self.prelude + """
          print("attach", call(\(number("ptrace")), 16, os.getppid(), 0, 0))
          print("traceme", call(\(number("ptrace")), 0, 0, 0, 0))
          print("user namespace", call(\(number("clone")), 0x10000011, 0, 0, 0, 0))
          print("unshare", call(\(number("unshare")), 0x10000000))
          print("time namespace", call(\(number("unshare")), 0x80))
          print("clone3", call(435, 0, 0))
          print("io_uring", call(425, 1, 0), call(426, 0, 0, 0, 0, 0), call(427, 0, 0, 0, 0))
          print("keyctl", call(\(number("keyctl")), 0, -3, 0))
          print("userfaultfd", call(\(number("userfaultfd")), 1))
          print("bpf", call(\(number("bpf")), 0, 0, 0))
          print("perf", call(\(number("perf")), 0, 0, -1, -1, 0))
          print("new mounts", call(428, -100, 0, 0), call(429, -1, 0, -1, 0, 0), call(442, -1, 0, 0, 0, 0))
          print("threads", call(\(number("unshare")), 0x200))
          """))
    #expect(
      text == """
        attach -1
        traceme -1
        user namespace -1
        unshare -1
        time namespace -1
        clone3 -38
        io_uring -38 -38 -38
        keyctl -1
        userfaultfd -1
        bpf -1
        perf -1
        new mounts -1 -1 -1
        threads 0

        """)
  }

  @Test func onlyFamiliarSocketsCanBeMade() async throws {
    let box = try Box()
    box.profile.network = .none
    let (_, text) = try await box.run(
      box.python(
        Self.prelude + """
          for name, family, kind, protocol in [("inet", 2, 1, 0), ("inet6", 10, 2, 0), ("unix", 1, 1, 0), ("route", 16, 3, 0), ("netfilter", 16, 3, 12),
              ("uevent", 16, 3, 15), ("alg", 38, 5, 0), ("packet", 17, 3, 0), ("vsock", 40, 1, 0), ("bluetooth", 31, 3, 1), ("can", 29, 3, 1), ("tipc", 30, 4, 0)]:
            print(name, attempt(lambda: socket.socket(family, kind, protocol)))
          print("pair", attempt(lambda: socket.socketpair()))
          """))
    #expect(
      text == """
        inet done
        inet6 done
        unix done
        route done
        netfilter EPROTONOSUPPORT
        uevent EPROTONOSUPPORT
        alg EAFNOSUPPORT
        packet EAFNOSUPPORT
        vsock EAFNOSUPPORT
        bluetooth EAFNOSUPPORT
        can EAFNOSUPPORT
        tipc EAFNOSUPPORT
        pair done

        """)
  }

  /// Bytes cannot be put into the input of the terminal that the program runs at, as `carrel shell` lets it.
  @Test func theTerminalsInputCannotBeWritten() async throws {
    let box = try Box()
    let (_, text) = try await box.run(
      box.python(
        Self.prelude + """
          import pty
          parent, child = pty.openpty()
          print("TIOCSTI", attempt(lambda: fcntl.ioctl(child, 0x5412, b"x")))
          print("TIOCSTI, upper bits set", call(\(Self.ioctl), child, 0x100005412, 0))
          print("TIOCLINUX", attempt(lambda: fcntl.ioctl(child, 0x541C, b"\\x02")))
          print("TIOCSETD", attempt(lambda: fcntl.ioctl(child, 0x5423, b"\\x00\\x00\\x00\\x00")))
          print("TIOCGWINSZ", attempt(lambda: fcntl.ioctl(child, 0x5413, b"\\x00" * 8)))
          """))
    #expect(
      text == "TIOCSTI EPERM\nTIOCSTI, upper bits set -1\nTIOCLINUX EPERM\nTIOCSETD EPERM\nTIOCGWINSZ done\n")
  }

  #if arch(x86_64)
    static let ioctl = 16

    /// The numbers of x32 are another way to the same calls: whoever uses them is ended.
    @Test func callsOfAForeignArchitectureEndTheProgram() async throws {
      let box = try Box()
      let (exit, text) = try await box.run(
        box.python(Self.prelude + "print('before', flush=True)\ncall(0x40000000 + 39)\nprint('after')\n"))
      #expect(text == "before\n")
      #expect(exit == .code(128 + Int(SIGSYS)))
    }
  #else
    static let ioctl = 29
  #endif

  /// With the host's network an abstract socket outside would be reached by its name alone.
  @Test func abstractSocketsOutsideAreOutOfReach() async throws {
    let name = "carrel-test-\(RandomID.uuid())"
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { room in
      for (index, byte) in name.utf8.enumerated() { room[index + 1] = byte }
    }
    let size = socklen_t(MemoryLayout<sa_family_t>.size + 1 + name.utf8.count)
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) }
    }
    try #require(bound == 0 && listen(listener, 4) == 0)
    let script = Self.prelude + "print(attempt(lambda: socket.socket(socket.AF_UNIX).connect('\\0\(name)')))\n"
    // The name is right: outside it is reached.
    let outside = try await ProcessRunner.run(ProcessCommand("/usr/bin/python3", ["-c", script]), timeoutSeconds: 60)
    #expect(outside.text == "done\n")
    for network in [SandboxSummary.Network.open, .none] {
      let box = try Box()
      box.profile.network = network
      let (_, text) = try await box.run(box.python(script))
      #expect(["EPERM\n", "ECONNREFUSED\n", "EAFNOSUPPORT\n"].contains(text), "network \(network): \(text)")
    }
  }

  @Test func theKernelsFilesCannotBeWritten() async throws {
    let box = try Box()
    // Opened and not written: a hole here must not harm the machine that finds it.
    let script = """
      for file in /proc/sys/kernel/core_pattern /proc/sysrq-trigger /proc/sys/kernel/modprobe /proc/irq/default_smp_affinity \
          /proc/sys/vm/drop_caches /proc/pressure/cpu /proc/mtrr; do
        (: >> $file) 2>/dev/null && echo "opened $file"
      done
      find /proc -maxdepth 4 -not -path "/proc/[0-9]*" -not -path "*/self/*" -writable -type f 2>/dev/null | while read file; do
        (: >> $file) 2>/dev/null && echo "opened $file"
      done
      for file in /proc/kcore /proc/keys /proc/kallsyms /proc/timer_list; do cat $file 2>/dev/null | head -c 1; done
      mknod /tmp/disk b 8 0 2>/dev/null && echo made; ls /dev/sd* /dev/vd* /dev/mem /dev/kmsg 2>/dev/null
      cat /proc/1/environ /proc/1/maps 2>/dev/null; ls /proc/1/fd 2>/dev/null
      echo end
      """
    let (_, text) = try await box.run(script)
    #expect(text == "end\n")
  }

  private func landlock(_ box: Box) async throws -> Int {
    await SandboxProbe.run(bwrap: Box.bwrap, warden: box.warden, owner: box.root).features.landlock
  }
}
