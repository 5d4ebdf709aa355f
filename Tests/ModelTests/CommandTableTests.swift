import Testing

@testable import Model

/// Which commands count as tests, builds and lints, and what their exit status says.
@Suite struct CommandTableTests {
  private static let known: [(String, DeedKind)] = [
    ("swift test", .test), ("swift test --filter X", .test), ("swift build -c release", .build), ("swift format lint -r .", .lint),
    ("make", .build), ("make test", .test), ("make -C sub -j8 check", .test), ("make lint", .lint), ("make -j 4 all", .build),
    ("cargo test", .test), ("cargo +nightly test --workspace", .test), ("cargo nextest run", .test), ("cargo clippy -- -D warnings", .lint),
    ("cargo check", .build), ("cargo test --no-run", .build), ("go test ./...", .test), ("go vet ./...", .lint), ("go build ./...", .build),
    ("pytest -q", .test), ("python -m pytest tests", .test), ("python3 -m unittest discover", .test), ("python test_calc.py", .test),
    ("python manage.py test", .test), ("python -m mypy src", .lint), ("ruff check .", .lint), ("black --check .", .lint),
    ("tox -e py311", .test),
    ("npm test", .test), ("npm t", .test), ("npm run test:unit", .test), ("npm run lint", .lint), ("npm run build", .build),
    ("yarn test", .test), ("yarn lint", .lint), ("pnpm --filter app test", .test), ("pnpm run typecheck", .lint), ("bun test", .test),
    ("npx jest --ci", .test), ("npx tsc --noEmit", .lint), ("tsc", .build), ("npx eslint src", .lint), ("vitest run", .test),
    ("node --test", .test), ("node --check a.js", .lint), ("mvn -q verify", .test), ("./mvnw test", .test), ("mvn package", .build),
    ("./gradlew test", .test), ("gradle :app:testDebugUnitTest", .test), ("./gradlew assembleDebug", .build),
    ("ctest --output-on-failure", .test),
    ("cmake --build build", .build), ("cmake --build build --target test", .test), ("ninja -C build test", .test), ("rspec", .test),
    ("bundle exec rspec spec/a_spec.rb", .test), ("bundle exec rake spec", .test), ("vendor/bin/phpunit", .test),
    ("php artisan test", .test),
    ("dotnet test --no-build", .test), ("dotnet build", .build), ("mix test", .test), ("bash -n script.sh", .lint),
    ("shellcheck *.sh", .lint),
    ("php -l index.php", .lint), ("./run-tests.sh", .test), ("bash scripts/test.sh", .test), (".ci/test --filter X", .test),
    ("zig build test", .build), ("bazel test //...", .test), ("deno test -A", .test), ("flutter analyze", .lint),
    ("gcc -Wall a.c -o a", .build),
    // What stands around.
    ("cd sub && swift test", .test), ("FOO=1 BAR=2 pytest", .test), ("env -u X CI=1 npm test", .test), ("timeout 60 cargo test", .test),
    ("timeout -k 5 5m go test ./...", .test), ("time make check", .test), ("nice -n 10 make", .build), ("sudo -u ci make test", .test),
    ("bash -c 'swift test'", .test), ("sh -lc \"cd x && npm test\"", .test), ("/bin/bash -lc 'pytest -x'", .test), ("uv run pytest", .test),
    ("poetry run mypy .", .lint), ("uv run --with x python -m pytest", .test), ("(cd a; cargo test)", .test), ("{ go test ./...; }", .test),
    ("set -e\ncd a\nmake test", .test), ("npm ci && npm test", .test), ("swift test 2>&1", .test), ("swift \\\n  test", .test),
  ]

  @Test(arguments: known.map(\.0)) func isKnown(command: String) throws {
    let wanted = try #require(Self.known.first { $0.0 == command }).1
    let found = ShellScript.steps(of: command).compactMap { if case .run(let kind, _, _, _) = $0 { kind } else { DeedKind?.none } }
    let isZig = command == "zig build test"
    #expect(found.last == wanted || isZig, "\(command): \(found)")
  }

  @Test(arguments: [
    "ls", "git status", "echo swift test", "cat test.py", "swift run test", "swift --version", "cargo --version", "pytest --version",
    "pytest --collect-only",
    "grep -r 'swift test' .", "npm install", "npm ci", "npm run dev", "make clean", "make install", "make -n test", "python main.py",
    "git commit -m 'npm test'",
    "# swift test", "cat > run.sh <<'END'\nswift test\nEND", "echo \"$(swift test)\"", "npm run test:fix", "prettier --write .",
    "swift test list",
    "cargo run", "go run .", "node index.js", "", "   ", "&& ||", "((((((((((((((((((((", "'swift test", "swift-test-thing",
    "docker run x npm test",
  ])
  func isNone(command: String) {
    let found = ShellScript.steps(of: command).filter { if case .run = $0 { true } else { false } }
    #expect(found.isEmpty, "\(command): \(found)")
  }

  /// What exit 0 and exit 1 of the whole say about its test.
  @Test(arguments: [
    ("swift test", "passed", "failed"), ("cd x && swift test", "passed", "failed"), ("swift test && git status", "passed", "hidden"),
    ("swift test; echo done", "hidden", "hidden"), ("swift test | tail -5", "hidden", "hidden"),
    ("swift test 2>&1 | tee log", "hidden", "hidden"),
    ("set -o pipefail; swift test | tail", "passed", "failed"), ("set -euo pipefail\nswift test | grep -v x", "passed", "hidden"),
    ("bash -o pipefail -c 'swift test | tail'", "passed", "failed"), ("yes | swift test", "passed", "failed"),
    ("swift test || true", "hidden", "failed"), ("swift test || exit 1", "passed", "failed"),
    ("swift test || { echo bad; exit 3; }", "passed", "failed"),
    ("! swift test", "hidden", "hidden"), ("swift test &", "hidden", "hidden"), ("swift test & wait", "hidden", "hidden"),
    ("if swift test; then echo ok; fi", "hidden", "hidden"), ("for i in 1 2; do swift test; done", "hidden", "hidden"),
    ("while true; do swift test; done", "hidden", "hidden"), ("t() { swift test; }", "hidden", "hidden"),
    ("swift test; exit $?", "passed", "failed"),
    ("swift test > out.txt 2>&1; rc=$?; tail out.txt; exit $rc", "passed", "failed"),
    ("swift test > out.txt; rc=$?; tail out.txt; echo $rc", "hidden", "hidden"),
    ("set -e; swift test; echo done", "passed", "hidden"), ("(swift test)", "passed", "failed"), ("(swift test) > log", "passed", "failed"),
    ("swift test && echo ok || echo bad", "hidden", "hidden"), ("bash -c 'swift test; true'", "hidden", "hidden"),
    ("swift test |& tail", "hidden", "hidden"),
    ("timeout 5 swift test\n", "passed", "failed"), ("case $x in a) swift test;; esac", "hidden", "hidden"),
  ])
  func statusSays(command: String, zero: String, other: String) throws {
    func outcome(_ code: Int) throws -> String {
      let deed = try #require(Deeds.of(command, code: code).first { $0.kind == .test }, "\(command)")
      switch deed.outcome {
      case .passed: return "passed"
      case .failed: return "failed"
      case .hidden, .running: return "hidden"
      }
    }
    #expect(try outcome(0) == zero, "\(command)")
    #expect(try outcome(1) == other, "\(command)")
  }

  @Test func aPipeIsNamed() throws {
    let deed = try #require(Deeds.of("pytest | tail", code: 0).first)
    #expect(deed.outcome == .hidden(.pipe) && deed.outcome.words == "status hidden by a pipe")
  }

  @Test func changesInOrder() {
    #expect(ShellScript.steps(of: "sed -i s/a/b/ x && swift test").first == .change("sed -i s/a/b/ x"))
    #expect(ShellScript.steps(of: "swift test && git diff && ls").count == 1, "what only reads is no change")
    #expect(ShellScript.steps(of: "swift test > /dev/null 2>&1").count == 1)
    #expect(ShellScript.steps(of: "eslint --fix src").count == 2, "a linter that writes is a change")
    #expect(ShellScript.steps(of: "echo x > a.swift") == [.change("> a.swift")])
  }

  @Test func anythingIsBounded() {
    var random = SystemRandomNumberGenerator()
    let pieces = [
      "swift test", "(", ")", "{", "}", "|", "&&", "||", ";", "'", "\"", "`", "$(", "if", "fi", "<<E", "\n", "for", "done", "bash -c", "!",
      "&", "\\",
    ]
    for _ in 0..<500 {
      let text = (0..<Int.random(in: 1...40, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined(separator: " ")
      #expect(ShellScript.steps(of: text).count <= 64)
    }
    #expect(ShellScript.steps(of: String(repeating: "bash -c '", count: 5000)).count <= 64)
    #expect(ShellScript.steps(of: String(repeating: "(", count: 100_000)).count <= 64)
    #expect(ShellScript.steps(of: String(repeating: "make test;", count: 100_000)).count <= 64)
  }
}
