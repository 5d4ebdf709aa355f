// swift-tools-version: 6.2
import PackageDescription

/// The settings of every Swift target; docs/ARCHITECTURE.md, "Settings".
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, resources: [], swiftSettings: strict)
}

/// The warden is static, so that it starts inside any sandbox; sanitizers cannot be linked statically (CARREL_SANITIZER=1).
let wardenFlags = Context.environment["CARREL_SANITIZER"] == nil ? ["-static-executable"] : []

let package = Package(
  name: "carrel",
  products: [
    .executable(name: "carrel", targets: ["carrel"]),
    .executable(name: "carrel-warden", targets: ["warden"]),
  ],
  targets: [
    // C: one target per library.
    .target(name: "CSystem", cSettings: [.define("_GNU_SOURCE")]),
    .target(name: "CNcurses", cSettings: [.define("_GNU_SOURCE")], linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
    .target(name: "CUtf8proc", linkerSettings: [.linkedLibrary("utf8proc")]),
    .target(name: "CToml"),
    .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
    // Loaded at its first use, not linked.
    .target(name: "CCurl"),
    .target(name: "CVTerm", linkerSettings: [.linkedLibrary("vterm")]),
    .executableTarget(
      name: "warden", cSettings: [.define("_GNU_SOURCE")], linkerSettings: [.unsafeFlags(wardenFlags)]),

    // What the product talks about.
    module("Model"),
    // The edges.
    module("Platform", ["CSystem", "Model"]),
    module("JSON", ["CSimdJSON"]),
    module("TOML", ["CToml"]),
    module("Configuration", ["Model", "TOML"]),
    module("Secrets", ["Model", "Platform", "JSON", "HTTP", "CSystem"]),
    module("Screen", ["CUtf8proc", "TOML"]),
    module("Wire", ["Model", "JSON"]),
    module("Tickets", ["Model", "JSON"]),
    module("Workspaces", ["Model", "Platform", "Secrets", "CSystem"]),
    module("Sandbox", ["Model", "Platform", "Secrets"]),
    module("HTTP", ["CCurl", "Platform"]),
    module("Providers", ["Model", "Platform", "JSON", "HTTP"]),
    module("Egress", ["Model", "Platform", "JSON", "Sandbox", "Secrets", "HTTP", "Providers"]),
    module("Agents", ["Model", "Platform", "JSON", "Sandbox", "Secrets", "HTTP", "Providers"]),
    module("BuiltInAgent", ["Model", "Platform", "JSON", "HTTP", "Providers"]),
    module("Forges", ["Model", "Platform", "JSON", "Secrets", "HTTP"]),
    module("Storage", ["Model", "Platform", "JSON", "CSQLite"]),
    // The middle.
    module(
      "Supervision",
      [
        "Model", "Platform", "JSON", "Configuration", "Secrets", "Workspaces", "Sandbox", "Egress", "Agents", "Providers", "Forges",
        "Storage",
      ]),
    module("Service", ["Model", "Platform", "Wire", "Supervision", "Configuration"]),
    // The face.
    module("Interface", ["Model", "Wire", "Screen"]),
    module("CursesTerminal", ["Screen", "CNcurses"]),
    module("Emulator", ["Screen", "CVTerm"]),
    module("Arguments", ["Model"]),
    module("Client", ["Model", "Platform", "JSON", "Wire", "Configuration", "Arguments"]),
    .executableTarget(
      name: "carrel",
      dependencies: [
        "Model", "Platform", "JSON", "TOML", "Configuration", "Secrets", "Screen", "Wire", "Tickets", "Workspaces", "Sandbox", "Egress",
        "Agents", "Storage", "Supervision", "Service", "Interface", "CursesTerminal", "Arguments", "Client", "CSystem", "HTTP", "Providers",
        "BuiltInAgent", "Emulator", "Forges",
      ],
      swiftSettings: strict),

    // Tests: what they share, then one target per module.
    .target(
      name: "TestSupport", dependencies: ["Model", "Platform", "JSON", "Agents", "Workspaces", "Screen", "CVTerm", "CSystem", "Forges"],
      path: "Tests/TestSupport", exclude: ["ModelServer"], swiftSettings: strict),
    tests("ModelTests", ["Model"]),
    tests("PlatformTests", ["Platform", "CSystem", "Model"]),
    tests("JSONTests", ["JSON"]),
    tests("TicketsTests", ["Tickets", "Model"]),
    tests("ConfigurationTests", ["Configuration", "Model", "TOML"]),
    tests("SecretsTests", ["Secrets", "HTTP", "JSON", "Model", "Platform", "TestSupport"]),
    tests("ScreenTests", ["Screen", "CUtf8proc", "TOML"]),
    tests("WireTests", ["Wire", "Model"]),
    tests("WorkspacesTests", ["Workspaces", "Model", "Platform", "TestSupport"]),
    tests("SandboxTests", ["Sandbox", "Model", "Platform", "warden"]),
    tests("EgressTests", ["Egress", "Agents", "Sandbox", "Secrets", "HTTP", "Model", "Platform", "JSON", "TestSupport", "warden"]),
    .testTarget(
      name: "AgentsTests",
      dependencies: ["Agents", "Model", "Platform", "JSON", "Sandbox", "Secrets", "HTTP", "TestSupport", "warden", "carrel"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .executableTarget(
      name: "StorageProbe", dependencies: ["Storage", "Model"], path: "Tests/StorageProbe", swiftSettings: strict),
    tests("HTTPTests", ["HTTP", "Platform", "TestSupport"]),
    tests("ProvidersTests", ["Providers", "HTTP", "Model", "Platform", "JSON", "TestSupport"]),
    tests("BuiltInAgentTests", ["BuiltInAgent", "Providers", "Model", "Platform", "JSON", "TestSupport"]),
    tests("ForgesTests", ["Forges", "Secrets", "HTTP", "JSON", "Model", "Platform", "TestSupport"]),
    tests("StorageTests", ["Storage", "Model", "Platform", "TestSupport", "StorageProbe"]),
    tests(
      "SupervisionTests",
      ["Supervision", "Model", "Platform", "Configuration", "Storage", "Workspaces", "Sandbox", "Agents", "Forges", "HTTP", "TestSupport"]),
    tests(
      "ServiceTests",
      [
        "Service", "Client", "Arguments", "Wire", "Supervision", "Model", "Platform", "Configuration", "Storage", "Workspaces", "Sandbox",
        "Agents",
        "TestSupport",
      ]),
    .testTarget(
      name: "InterfaceTests", dependencies: ["Interface", "Model", "Wire", "Screen", "TestSupport"],
      exclude: ["Golden"], swiftSettings: strict),
    .executableTarget(name: "CursesProbe", dependencies: ["CursesTerminal", "Screen"], path: "Tests/CursesProbe", swiftSettings: strict),
    tests("CursesTerminalTests", ["CursesTerminal", "Screen", "CSystem", "CVTerm", "TestSupport", "CursesProbe"]),
    tests("ArgumentsTests", ["Arguments", "Model"]),
    tests("EmulatorTests", ["Emulator", "Screen", "TestSupport"]),
    tests("ClientTests", ["Client", "Model", "JSON"]),
    tests("RepositoryTests", []),
    // What reads bytes from outside, against changed inputs: in a fixed number as tests, long as a program (`make fuzz`).
    .target(
      name: "Fuzz", dependencies: ["CursesTerminal", "Screen", "Tickets", "Interface", "Model", "TestSupport"], path: "Tests/Fuzz",
      swiftSettings: strict),
    .executableTarget(name: "carrel-fuzz", dependencies: ["Fuzz"], path: "Tests/FuzzMain", swiftSettings: strict),
    tests("FuzzTests", ["Fuzz"]),
    // The least that an ncursesw program costs, for `make bench`.
    .executableTarget(name: "carrel-floor", path: "Tests/Floor", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .executableTarget(
      name: "carrel-bench",
      dependencies: [
        "Model", "Platform", "Storage", "Wire", "Client", "Workspaces", "Agents", "Egress", "HTTP", "Sandbox", "Secrets", "Interface",
        "Screen", "CVTerm", "CSystem",
      ], path: "Tests/Bench",
      swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests", dependencies: ["Model", "Platform", "JSON", "Wire", "Client", "TestSupport", "CVTerm", "carrel", "warden"],
      exclude: ["Hostile/hostile_agent.py"], swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)

// A part of the package, for quick builds: CARREL_ONLY=SandboxTests,SecretsTests keeps these targets and what they depend on.
if let only = Context.environment["CARREL_ONLY"] {
  var kept: Set<String> = []
  var names = only.split(separator: ",").map(String.init)
  while let name = names.popLast() {
    guard kept.insert(name).inserted, let target = package.targets.first(where: { $0.name == name }) else { continue }
    for case .byNameItem(let needed, _) in target.dependencies { names.append(needed) }
  }
  package.targets.removeAll { !kept.contains($0.name) }
  package.products.removeAll { product in
    (product as? Product.Executable).map { !$0.targets.allSatisfy(kept.contains) } ?? false
  }
}
