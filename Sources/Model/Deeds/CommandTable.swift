/// The table of programs whose runs are tests, builds and lints, from the documentation of each.
enum CommandTable {
  /// What a command is; nil: none of these.
  static func kind(of words: [String]) -> DeedKind? {
    guard let first = words.first else { return nil }
    let name = ShellCommand.name(first)
    var arguments = words.dropFirst()
    if !noRun.isDisjoint(with: arguments) { return nil }
    if make.contains(name) { return makeKind(name, arguments) }
    if scripts.contains(name) { return scriptKind(name, arguments) }
    if name.hasPrefix("python"), let kind = pythonKind(arguments) { return kind }
    if ["bash", "sh", "zsh", "dash"].contains(name) {
      if arguments.contains("-n") { return .lint }
      return arguments.first { !$0.hasPrefix("-") }.flatMap { fileKind($0) }
    }
    if name == "cargo", arguments.first?.hasPrefix("+") == true { arguments = arguments.dropFirst() }
    if name == "cargo", arguments.first == "test", arguments.contains("--no-run") { return .build }
    if name == "cmake" {
      guard arguments.contains("--build") else { return nil }
      return arguments.contains { ["test", "check", "RUN_TESTS"].contains($0) } ? .test : .build
    }
    if name == "node", arguments.contains("--test") { return .test }
    if name == "tsc", arguments.contains("--noEmit") { return .lint }
    if name == "swift", arguments.first == "test", arguments.dropFirst().first == "list" { return nil }
    if name == "swift", arguments.first == "format" { return arguments.contains("lint") ? .lint : nil }
    if interpreters.contains(name), let script = arguments.first(where: { !$0.hasPrefix("-") }) {
      // `php artisan test`, `node node_modules/.bin/jest`.
      let rest = arguments.drop { $0 != script }.dropFirst()
      if let kind = rules[ShellCommand.name(script)]?.kind(rest) ?? rules[name]?.kind(arguments) ?? fileKind(script) { return kind }
    }
    if let rule = rules[name] { return rule.kind(arguments) }
    return first.contains("/") ? fileKind(first) : nil
  }

  /// Options with which nothing is run.
  private static let noRun: Set = [
    "--version", "--help", "-h", "--collect-only", "--list-tests", "--listTests", "--dry-run", "--show-bin-path", "--just-print", "--list",
  ]

  private static let interpreters: Set = ["php", "node", "ruby", "perl"]

  static let manyVerbs: Set = ["mvn", "mvnw", "gradle", "gradlew", "xcodebuild", "sbt", "lein", "rake"]

  private static let make: Set = ["make", "gmake", "ninja", "just", "task", "mage", "invoke", "bmake", "samu"]

  /// The goals of a makefile: by their names.
  private static func makeKind(_ name: String, _ arguments: ArraySlice<String>) -> DeedKind? {
    if arguments.contains("-n") || arguments.contains("-q") { return nil }
    var goals: [String] = []
    var skips = false
    for word in arguments {
      if skips {
        skips = false
      } else if ["-C", "-f", "-I", "-o", "-j", "-l", "--directory", "--file"].contains(word) {
        // `-j` alone takes a number only if one follows; a goal is none.
        skips = word != "-j" && word != "-l"
      } else if !word.hasPrefix("-"), !word.contains("="), !word.allSatisfy(\.isNumber) {
        goals.append(word)
      }
    }
    if goals.isEmpty { return name == "make" || name == "gmake" || name == "ninja" || name == "samu" ? .build : nil }
    return goals.compactMap { goalKind($0) }.first
  }

  /// By the words in a goal's or a script's name.
  static func goalKind(_ goal: String) -> DeedKind? {
    let parts = Set(goal.lowercased().split { !$0.isLetter }.map(String.init))
    if !parts.isDisjoint(with: ["lint", "vet", "typecheck", "typing", "types", "fmtcheck", "mypy", "eslint", "clippy", "analyze"]) {
      return .lint
    }
    if parts.contains("check"), !parts.isDisjoint(with: ["format", "fmt", "style", "type", "code"]) { return .lint }
    if !parts.isDisjoint(with: ["fix", "clean", "install", "watch", "release", "deploy", "publish"]) { return nil }
    if !parts.isDisjoint(with: [
      "test", "tests", "check", "spec", "specs", "e2e", "unit", "integration", "ci", "verify", "validate", "smoke",
    ]) {
      return .test
    }
    return parts.isDisjoint(with: ["build", "compile", "all", "dist", "bundle"]) ? nil : .build
  }

  private static let scripts: Set = ["npm", "yarn", "pnpm", "bun", "composer", "deno"]

  private static func scriptKind(_ name: String, _ arguments: ArraySlice<String>) -> DeedKind? {
    var words = arguments.filter { !$0.hasPrefix("-") || $0 == "--" }[...]
    // `pnpm --filter app test`, `npm --prefix web test`, `yarn workspace app test`.
    if let valued = arguments.first, ["--filter", "-F", "--prefix", "-C", "--cwd", "--dir", "-w", "--workspace"].contains(valued) {
      words = words.dropFirst()
    }
    if words.first == "workspace" { words = words.dropFirst(2) }
    guard let verb = words.first else { return nil }
    if name == "deno" {
      if verb == "fmt" { return arguments.contains("--check") ? .lint : nil }
      if let kind = ["test": DeedKind.test, "lint": .lint, "check": .lint][verb] { return kind }
    }
    if ["test", "t", "tst"].contains(verb) { return .test }
    if verb == "run" || verb == "run-script" || verb == "task" {
      guard let script = words.dropFirst().first else { return nil }
      return scriptNameKind(script)
    }
    // yarn, pnpm and bun run scripts without the word.
    return name == "npm" || name == "deno" ? nil : rules[verb]?.kind(words.dropFirst()) ?? scriptNameKind(verb)
  }

  private static func scriptNameKind(_ script: String) -> DeedKind? {
    if ["install", "add", "remove", "ci", "i", "up", "upgrade", "audit"].contains(script) { return nil }
    // Of these tools a script named "check" mostly looks at types.
    return script == "check" || script.hasPrefix("check:") || script == "tsc" ? .lint : goalKind(script)
  }

  private static func pythonKind(_ arguments: ArraySlice<String>) -> DeedKind? {
    let words = arguments.drop { $0.hasPrefix("-") && $0 != "-m" }
    guard let first = words.first else { return nil }
    if first == "-m" {
      guard let module = words.dropFirst().first else { return nil }
      if ["unittest", "nose", "nose2", "doctest", "test"].contains(module) { return .test }
      if ["compileall", "py_compile", "build"].contains(module) { return module == "build" ? .build : .lint }
      return rules[module]?.kind(words.dropFirst(2))
    }
    let name = ShellCommand.name(first)
    let rest = words.dropFirst()
    if name == "setup.py" { return rest.contains("test") ? .test : rest.contains("build") ? .build : nil }
    if name == "manage.py" { return rest.contains("test") ? .test : rest.contains("check") ? .lint : nil }
    return fileKind(first)
  }

  /// A script of the repository, by its name: `./run-tests.sh`, `test_calc.py`, `scripts/lint`.
  private static func fileKind(_ path: String) -> DeedKind? {
    let name = ShellCommand.name(path)
    let stem = name.split(separator: ".").first.map(String.init) ?? name
    let ending = name.dropFirst(stem.count)
    guard ["", ".sh", ".py", ".bash", ".rb", ".js", ".ts", ".mjs", ".pl", ".bat"].contains(String(ending)) else { return nil }
    return goalKind(stem)
  }

  // MARK: What is no test

  /// Whether a test command runs a part of the tests only, as far as its arguments say.
  static func isPart(_ words: [String], _ kind: DeedKind) -> Bool {
    guard kind == .test, let name = words.first.map(ShellCommand.name) else { return false }
    let options: Set = [
      "--filter", "-k", "-run", "--tests", "--testPathPattern", "--testNamePattern", "-t", "--grep", "-R", "--lf", "-m", "--only",
    ]
    // `python -m pytest`.
    let own = words.dropFirst(name.hasPrefix("python") ? 3 : 1)
    if own.contains(where: { word in options.contains(String(word.prefix { $0 != "=" })) || word.hasPrefix("-Dtest=") }) { return true }
    return own.contains {
      $0.contains("::") || $0.contains("_test.") || $0.contains("test_") || $0.contains(".test.") || $0.contains("_spec.")
    }
  }

  /// Whether a known command also writes what it finds wrong.
  static func writes(_ words: [String]) -> Bool {
    !Set(["--fix", "--write", "--in-place", "-w", "--unsafe", "--autocorrect", "-A", "--updateSnapshot", "--apply"]).isDisjoint(with: words)
  }

  /// Whether a command that is none of these changes no file of the workspace, as far as is known.
  static func onlyReads(_ words: [String]) -> Bool {
    guard let first = words.first else { return true }
    let name = ShellCommand.name(first)
    switch name {
    case "git":
      var rest = words.dropFirst()
      while rest.first == "-C" || rest.first == "-c" { rest = rest.dropFirst(2) }
      let verb = rest.first { !$0.hasPrefix("-") } ?? ""
      return readingGit.contains(verb) || (verb == "stash" && rest.contains("list"))
    case "sed", "perl": return !words.contains { $0.hasPrefix("-i") || $0.hasPrefix("--in-place") || $0.hasPrefix("-pi") }
    case "find": return !words.contains { ["-delete", "-exec", "-execdir"].contains($0) }
    case "tee": return !words.dropFirst().contains { !$0.hasPrefix("-") && !$0.hasPrefix("/dev/") && !$0.hasPrefix("/tmp/") }
    case "rm", "mkdir", "touch", "cp", "mv":
      let places = words.dropFirst().filter { !$0.hasPrefix("-") }
      return !places.isEmpty && places.allSatisfy { $0.hasPrefix("/tmp/") }
    default: return reading.contains(name) || name.contains("=") || words.dropFirst() == ["--version"]
    }
  }

  private static let readingGit: Set = [
    "status", "diff", "log", "show", "blame", "add", "commit", "branch", "rev-parse", "ls-files", "ls-tree", "grep", "describe", "tag",
    "remote", "config", "cat-file", "push", "fetch", "shortlog", "reflog", "check-ignore", "version", "",
  ]
  private static let reading: Set = [
    "ls", "cat", "head", "tail", "grep", "egrep", "fgrep", "rg", "ag", "wc", "echo", "printf", "pwd", "cd", "pushd", "popd", "which",
    "type",
    "whereis", "command", "true", "false", ":", "test", "[", "[[", "exit", "return", "sleep", "date", "env", "export", "set", "unset",
    "source", ".", "file", "stat", "du", "df", "tree", "less", "more", "sort", "uniq", "cut", "tr", "awk", "jq", "yq", "diff", "cmp",
    "md5sum", "sha256sum", "basename", "dirname", "realpath", "readlink", "id", "whoami", "uname", "hostname", "ps", "kill", "pkill",
    "wait",
    "jobs", "read", "ulimit", "xxd", "hexdump", "od", "nl", "column", "bat", "fd", "curl", "ping", "nproc", "free", "ulimit", "shopt",
    "local",
    "declare", "alias", "hash", "times", "trap", "clear", "seq", "yes", "expr", "let", "ldd", "nm", "objdump", "strings", "tac", "rev",
  ]

  // MARK: The table

  static let rules: [String: CommandRule] = {
    var table: [String: CommandRule] = [:]
    for rule in all { for program in rule.programs { table[program] = rule } }
    return table
  }()

  private static let all = [
    CommandRule(["swift"], verbs: ["test": .test, "build": .build]),
    CommandRule(
      ["xcodebuild"], .build, verbs: ["test": .test, "test-without-building": .test, "build": .build, "build-for-testing": .build]),
    CommandRule(
      ["cargo"],
      verbs: [
        "test": .test, "t": .test, "nextest": .test, "build": .build, "b": .build, "check": .build, "c": .build, "clippy": .lint,
        "doc": .build,
      ]),
    CommandRule(["go"], verbs: ["test": .test, "build": .build, "install": .build, "vet": .lint]),
    CommandRule(["gotestsum", "ginkgo", "richgo"], .test),
    CommandRule(["golangci-lint"], verbs: ["run": .lint]),
    CommandRule(["staticcheck", "golint", "revive", "govulncheck", "errcheck"], .lint),
    CommandRule(["gofmt"], .lint, needs: ["-l", "-d"]),
    CommandRule(
      ["pytest", "py.test", "tox", "nox", "nose2", "nosetests", "behave", "green", "stestr", "trial", "robot", "pytest-3"], .test),
    CommandRule(
      [
        "mypy", "flake8", "pylint", "pyright", "basedpyright", "pyflakes", "pycodestyle", "pydocstyle", "bandit", "vulture", "pyre", "ty",
        "pytype",
      ], .lint),
    CommandRule(["ruff"], verbs: ["check": .lint]),
    CommandRule(
      ["black", "isort", "autopep8", "yapf", "clang-format", "shfmt", "stylua", "dprint", "prettier"], .lint,
      needs: ["--check", "--diff", "-d", "-c", "--check-only", "--dry-run", "-n", "check", "-l", "--list-different"]),
    CommandRule(["jest", "vitest", "mocha", "ava", "tap", "karma", "jasmine", "qunit", "uvu", "tape", "c8", "nyc", "wtr"], .test),
    CommandRule(["cypress"], verbs: ["run": .test]),
    CommandRule(["playwright"], verbs: ["test": .test]),
    CommandRule(
      ["ng", "vue-cli-service", "react-scripts", "nx", "turbo", "lerna", "craco"],
      verbs: ["test": .test, "build": .build, "lint": .lint, "e2e": .test]),
    CommandRule(["tsc", "vue-tsc", "webpack", "rollup", "esbuild", "parcel", "tsup"], .build),
    CommandRule(["vite", "next", "nuxt", "astro", "svelte-kit"], verbs: ["build": .build, "lint": .lint, "check": .lint]),
    CommandRule(
      ["svelte-check", "eslint", "stylelint", "tslint", "standard", "xo", "oxlint", "jshint", "htmlhint", "markdownlint", "knip"], .lint),
    CommandRule(["biome"], verbs: ["check": .lint, "lint": .lint, "ci": .lint]),
    CommandRule(
      ["mvn", "mvnw"],
      verbs: [
        "test": .test, "verify": .test, "integration-test": .test, "compile": .build, "test-compile": .build, "package": .build,
        "install": .build, "check": .lint,
      ]),
    CommandRule(
      ["gradle", "gradlew"],
      verbs: [
        "test": .test, "check": .test, "testDebugUnitTest": .test, "connectedCheck": .test, "integrationTest": .test, "build": .build,
        "assemble": .build, "classes": .build, "compileJava": .build, "compileKotlin": .build, "jar": .build, "assembleDebug": .build,
        "lint": .lint, "ktlintCheck": .lint, "detekt": .lint, "checkstyleMain": .lint, "spotlessCheck": .lint,
      ]),
    CommandRule(["sbt", "lein", "mill"], verbs: ["test": .test, "compile": .build, "package": .build]),
    CommandRule(["ctest", "elm-test", "bats", "shunit2", "prove", "busted", "roundup", "shellspec"], .test),
    CommandRule(["meson"], verbs: ["test": .test, "compile": .build]),
    CommandRule(
      ["bazel", "bazelisk", "buck2", "buck", "pants", "please"], verbs: ["test": .test, "build": .build, "lint": .lint, "check": .lint]),
    CommandRule(["rspec", "cucumber", "minitest", "cutest"], .test),
    CommandRule(["rake"], .build, verbs: ["test": .test, "spec": .test, "rubocop": .lint]),
    CommandRule(["rails"], verbs: ["test": .test, "test:system": .test, "spec": .test]),
    CommandRule(["rubocop", "standardrb", "reek", "sorbet", "brakeman"], .lint),
    CommandRule(["phpunit", "pest", "codecept", "simple-phpunit"], .test),
    CommandRule(["artisan"], verbs: ["test": .test]),
    CommandRule(["phpcs", "phpstan", "psalm", "phpmd", "pint"], .lint),
    CommandRule(["dotnet"], verbs: ["test": .test, "build": .build, "publish": .build, "vstest": .test]),
    CommandRule(["msbuild", "xbuild"], .build),
    CommandRule(["mix"], verbs: ["test": .test, "compile": .build, "credo": .lint, "dialyzer": .lint]),
    CommandRule(["rebar3"], verbs: ["eunit": .test, "ct": .test, "proper": .test, "compile": .build, "dialyzer": .lint]),
    CommandRule(["stack", "cabal"], verbs: ["test": .test, "build": .build]),
    CommandRule(["dune"], verbs: ["test": .test, "runtest": .test, "build": .build]),
    CommandRule(["zig"], verbs: ["test": .test, "build": .build]),
    CommandRule(["flutter", "dart"], verbs: ["test": .test, "analyze": .lint, "build": .build, "compile": .build]),
    CommandRule(
      ["crystal", "nim", "nimble", "gleam", "forge", "hardhat", "truffle"],
      verbs: ["spec": .test, "test": .test, "build": .build, "compile": .build, "c": .build]),
    CommandRule(["gcc", "g++", "clang", "clang++", "cc", "c++", "javac", "rustc", "kotlinc", "ghc", "scalac", "nvcc"], .build),
    CommandRule(
      [
        "shellcheck", "hadolint", "yamllint", "actionlint", "swiftlint", "ktlint", "detekt", "clang-tidy", "cppcheck", "cpplint",
        "luacheck",
        "tflint", "ansible-lint", "vint", "hlint", "sqlfluff", "buf", "codespell", "markdownlint-cli2", "phplint", "checkmake", "vale",
      ], .lint),
    CommandRule(["swift-format"], verbs: ["lint": .lint]),
    CommandRule(["terraform", "tofu"], verbs: ["validate": .lint]),
    CommandRule(["helm"], verbs: ["lint": .lint]),
    CommandRule(["pre-commit", "prek", "lefthook"], verbs: ["run": .lint]),
    CommandRule(["node"], .lint, needs: ["--check", "-c"]),
    CommandRule(["php"], .lint, needs: ["-l"]),
    CommandRule(["docker", "podman", "buildah"], verbs: ["build": .build, "buildx": .build]),
  ]
}
