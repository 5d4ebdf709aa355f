import FoundationEssentials
import Glibc
import Model
import Platform
import Testing

@testable import Sandbox

/// Real programs do their work inside with the deny-list loaded. The agents themselves are run so by AgentsTests. What this machine has not is said and passed over.
@Suite(
  .timeLimit(.minutes(15)),
  .enabled("isolated sandboxes do not work on this machine") { await SandboxProbe.run(bwrap: Box.bwrap).isAvailable }
)
struct RealProgramTests {
  /// A program of this machine: a variable names it, or it is found.
  private static func program(_ name: String, _ variable: String) -> String? {
    let path = (Environment.current["PATH"] ?? "") + ":/usr/local/bin:/usr/bin:/usr/lib/go/bin"
    if let found = ProcessCommand.find(Environment.current[variable] ?? name, path: path) { return found }
    print("SKIPPED: there is no \(name) here; \(variable) names one")
    return nil
  }

  private func box(_ level: SandboxSummary.Level, _ program: String) async throws -> Box {
    let box = try Box()
    box.profile.level = level
    box.profile.readOnly = SandboxPaths.readable(forProgram: program)
    box.profile.limits.processes = 512
    box.features = await SandboxProbe.run(bwrap: Box.bwrap, warden: box.warden, owner: box.root).features
    return box
  }

  /// Threads, workers, child processes, a server and its client, a file watcher.
  @Test(arguments: [SandboxSummary.Level.isolated, .files]) func node(level: SandboxSummary.Level) async throws {
    guard let node = Self.program("node", "CARREL_TEST_NODE") else { return }
    let box = try await box(level, node)
    guard level == .isolated || box.features.landlock > 0 else { return print("SKIPPED: no Landlock") }
    let script = """
      const { Worker } = require("worker_threads"), { execSync, fork } = require("child_process"), http = require("http"), fs = require("fs"), dns = require("dns");
      (async () => {
        const sum = await new Promise((done, fail) => new Worker("require('worker_threads').parentPort.postMessage(6 * 7)", { eval: true }).on("message", done).on("error", fail));
        console.log("worker", sum);
        console.log("child", execSync("echo inside").toString().trim());
        const server = http.createServer((_, answer) => answer.end("served")).listen(0, "127.0.0.1");
        await new Promise(done => server.on("listening", done));
        const text = await new Promise((done, fail) => http.get({ port: server.address().port, host: "127.0.0.1" }, got => { let all = ""; got.on("data", d => all += d); got.on("end", () => done(all)); }).on("error", fail));
        server.close();
        console.log("http", text);
        const seen = new Promise(done => { const watcher = fs.watch(".", () => { watcher.close(); done("seen"); }); });
        fs.writeFileSync("made", "x");
        console.log("watch", await seen);
        console.log("read", (await fs.promises.readFile("made")).toString(), require("os").cpus().length > 0, require("crypto").randomBytes(4).length);
      })();
      """
    let (exit, text) = try await box.run(ProcessCommand(node, ["-e", script]))
    #expect(text == "worker 42\nchild inside\nhttp served\nwatch seen\nread x true 4\n")
    #expect(exit == .code(0))
  }

  @Test(arguments: [SandboxSummary.Level.isolated, .files]) func python(level: SandboxSummary.Level) async throws {
    guard let python = Self.program("/usr/bin/python3", "CARREL_TEST_PYTHON") else { return }
    let box = try await box(level, python)
    guard level == .isolated || box.features.landlock > 0 else { return print("SKIPPED: no Landlock") }
    let script = """
      import asyncio, concurrent.futures, json, pathlib, sqlite3, ssl, subprocess, tempfile, threading
      threads = []
      with concurrent.futures.ThreadPoolExecutor(4) as pool: print("threads", sum(pool.map(lambda x: x * x, range(4))))
      print("child", subprocess.run(["sh", "-c", "echo inside"], capture_output=True, text=True).stdout.strip())
      async def main():
        server = await asyncio.start_server(lambda r, w: (w.write(b"served"), w.close()), "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        print("asyncio", (await reader.read()).decode()); writer.close(); server.close()
      asyncio.run(main())
      base = sqlite3.connect("base.db"); base.execute("create table t (x)"); base.execute("insert into t values (7)"); base.commit()
      print("sqlite", base.execute("select x from t").fetchone()[0])
      with tempfile.NamedTemporaryFile() as file: file.write(b"x"); print("temporary", file.tell())
      """
    let (exit, text) = try await box.run(ProcessCommand(python, ["-c", script]))
    #expect(text == "threads 14\nchild inside\nasyncio served\nsqlite 7\ntemporary 1\n")
    #expect(exit == .code(0))
  }

  @Test(arguments: [SandboxSummary.Level.isolated, .files]) func git(level: SandboxSummary.Level) async throws {
    guard let git = Self.program("git", "CARREL_TEST_GIT") else { return }
    let box = try await box(level, git)
    guard level == .isolated || box.features.landlock > 0 else { return print("SKIPPED: no Landlock") }
    let script = """
      set -e; git init -q one; cd one; git config user.email a@b; git config user.name n
      for i in 1 2 3; do echo $i > file$i; git add .; git commit -qm "commit $i"; done
      git checkout -qb other; echo x > file1; git commit -qam other; git checkout -q -; echo y > file2; git commit -qam main
      git merge -q -m merged other; git rebase -q HEAD~1 || true; git stash -q || true; git gc -q; git repack -adq; git fsck --no-progress
      cd ..; git clone -q one two; git -C two log --oneline | wc -l; git -C two worktree add -q ../three; git -C three grep -c x
      """
    let (exit, text) = try await box.run(ProcessCommand("/bin/sh", ["-c", script]))
    #expect(text.split(separator: "\n").first.flatMap { Int($0.filter(\.isNumber)) } ?? 0 >= 5)
    #expect(text.hasSuffix("file1:1\n"))
    #expect(exit == .code(0))
  }

  /// Goroutines on many threads, a server and its client, a child process: built and run inside.
  @Test(arguments: [SandboxSummary.Level.isolated, .files]) func go(level: SandboxSummary.Level) async throws {
    guard let go = Self.program("go", "CARREL_TEST_GO") else { return }
    let box = try await box(level, go)
    guard level == .isolated || box.features.landlock > 0 else { return print("SKIPPED: no Landlock") }
    if let real = Files.realPath(go) { box.profile.readOnly.append(Files.parent(of: Files.parent(of: real))) }
    box.profile.readOnly.removeAll { $0 == "/usr" || $0 == "/" }
    let source = """
      package main
      import ("fmt"; "io"; "net"; "net/http"; "os"; "os/exec"; "runtime"; "sync")
      func main() {
        var group sync.WaitGroup; sum := make(chan int, 64)
        for i := 0; i < 64; i++ { group.Add(1); go func(i int) { defer group.Done(); runtime.LockOSThread(); sum <- i }(i) }
        group.Wait(); close(sum); total := 0; for one := range sum { total += one }
        fmt.Println("threads", total)
        out, err := exec.Command("sh", "-c", "echo inside").Output(); fmt.Print("child ", string(out)); if err != nil { fmt.Println(err); os.Exit(1) }
        listener, err := net.Listen("tcp", "127.0.0.1:0"); if err != nil { fmt.Println(err); os.Exit(1) }
        go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "served") }))
        answer, err := http.Get("http://" + listener.Addr().String()); if err != nil { fmt.Println(err); os.Exit(1) }
        text, _ := io.ReadAll(answer.Body); fmt.Println("http", string(text))
      }
      """
    try Files.writeAtomically(Array(source.utf8), to: "\(box.profile.workspace)/main.go", mode: 0o644)
    var command = ProcessCommand(go, ["run", "main.go"])
    command.environment = ["GOFLAGS": "-mod=mod", "GO111MODULE": "off", "GOTOOLCHAIN": "local", "CGO_ENABLED": "0"]
    let (exit, text) = try await box.run(command)
    #expect(text == "threads 2016\nchild inside\nhttp served\n")
    #expect(exit == .code(0))
  }

  /// Level `isolated` for a service that is not root's, with everything at once.
  @Test func theWholeProfileWorksForAUserWithoutRights() async throws {
    let box = try Box()
    box.profile.network = .none
    box.profile.limits = SandboxLimits(processes: 64, temporaryMB: 8, fileMB: 16)
    let started = try box.spawnUnprivileged(
      box.shell(
        "id -u; echo x > file && cat file; grep -c 'Max processes *64 ' /proc/self/limits; (: >> /proc/sys/kernel/core_pattern) 2>/dev/null && echo opened; unshare -U true 2>/dev/null && echo nested; exit 3"
      ))
    let text = String(decoding: await readAll(started.child.output), as: UTF8.self)
    let uid = getuid() == 0 ? 1000 : getuid()
    #expect(text == "\(uid)\nx\n1\n")
    #expect(await started.child.wait() == .code(3))
    _ = started.launch
  }
}
