/// A few lines of every language that gets colours.
struct SyntaxSample {
  var name: String
  var path: String
  var text: String

  static let all: [SyntaxSample] = [
    SyntaxSample(
      name: "swift", path: "a.swift",
      text: """
        #if os(Linux)
        @MainActor struct Point<T>: Hashable { // a point
          let name = "x \\(y)", count = 0x1F, ratio = 1.5
          /* one /* two */ still */ func go() async throws -> Self? { nil }
          let text = \"\"\"
            several lines: let if 42
            \"\"\"
        }
        """),
    SyntaxSample(
      name: "c", path: "a.c",
      text: """
        #include <stdio.h>
        static const char *name = "a\\"b"; // one
        int main(void) { /* two
           return 1; */ unsigned n = 0xFFu; char c = '\\n';
          for (size_t i = 0; i < n; i++) printf("%zu", i);
        }
        """),
    SyntaxSample(
      name: "cpp", path: "a.cpp",
      text: """
        template <typename T> class Box final : public Base {
         public:
          explicit Box(std::vector<int>&& items) noexcept; // takes them
          auto size() const -> size_t { return nullptr == p ? 0 : 1'000; }
        };
        """),
    SyntaxSample(
      name: "python", path: "a.py",
      text: """
        @cached
        async def go(self, n: int = 3) -> str:  # why
            '''doc
            with if in it'''
            return f"{n}" if n is not None else r'x\\'
        class Point(Base): pass
        """),
    SyntaxSample(
      name: "javascript", path: "a.js",
      text: """
        import { a } from './a.js' // local
        export const go = async (n) => `x ${n} let
          still ${1 + 2}`
        class Point extends Base { #x = 1e3; static of() { return null } }
        """),
    SyntaxSample(
      name: "typescript", path: "a.ts",
      text: """
        export interface Point<T> { readonly x: number; y?: string }
        type Key = keyof Point<unknown> /* keys
        */ enum Kind { a = 'A' }
        @Injectable() abstract class Go implements Other { private n: any = undefined }
        """),
    SyntaxSample(
      name: "go", path: "a.go",
      text: """
        package main // here
        func (p *Point) Go(ctx context.Context) (n int, err error) {
          defer close(c); s := `raw \\ let
        two lines`; r := '\\n'
          for _, v := range map[string]bool{"a": true} { select {} }
        """),
    SyntaxSample(
      name: "rust", path: "a.rs",
      text: """
        impl<'a, T: Clone> Go for Point<'a, T> { // a
          pub fn go(&mut self, c: char) -> Option<u32> { match c { 'x' => Some(1_000), _ => None } }
          let s = r#"raw "quoted" text"#; /* a /* b */ c */ let t = "two
          lines";
        }
        """),
    SyntaxSample(
      name: "java", path: "A.java",
      text: """
        @Override public final class A<T> extends B { // note
          private static int n = 1_000; String s = "a\\n"; char c = 'c';
          /** doc */ void go() throws IOException { if (x instanceof String t) return; }
          var t = \"\"\"
            block if \"\"\";
        }
        """),
    SyntaxSample(
      name: "kotlin", path: "a.kt",
      text: """
        @Test suspend fun <T> List<T>.go(n: Int = 3): String? = when (n) {
          in 1..2 -> "a $n" // one
          else -> \"\"\"raw \\
            text\"\"\"
        } /* two */
        data class P(val x: Double, var y: Long? = null)
        """),
    SyntaxSample(
      name: "ruby", path: "a.rb",
      text: """
        require 'set' # a set
        class Point < Base
          attr_reader :x
          def go(n = 1) = @x ||= "a #{n}" unless n.nil?
        end
        """),
    SyntaxSample(
      name: "php", path: "a.php",
      text: """
        <?php // go
        final class Point { # also
          public function __construct(private readonly ?int $x = 1) {}
          public function go(): string { return "a {$this->x}" . 'b\\'c'; } /* end */
        }
        """),
    SyntaxSample(
      name: "csharp", path: "a.cs",
      text: """
        #region here
        using System; // all
        public sealed record Point(int X) : Base {
          string s = @"c:\\dir", t = $"a {X}"; decimal d = 1.5m;
          async Task<bool> Go() => await x is not null; /* end */
        }
        """),
    SyntaxSample(
      name: "shell", path: "a.sh",
      text: """
        #!/bin/sh
        set -eu; name=${1:-none} # a name
        if [ "$name" = 'x' ]; then echo "two
        lines $#"; fi
        for f in *.txt; do cat "$f" | grep -c 12; done
        """),
    SyntaxSample(
      name: "sql", path: "a.sql",
      text: """
        -- all of them
        SELECT id, COUNT(*) FROM task t LEFT JOIN turn USING (id)
        WHERE name LIKE 'a''b%' AND n >= 10 /* many */ ORDER BY id DESC;
        create table x (id integer primary key, s text not null default '');
        """),
    SyntaxSample(
      name: "json", path: "a.json", text: "{\n  \"name\": \"a \\\"b\\\"\", \"n\": -1.5e3,\n  \"ok\": [true, null, \"x\"]\n}"),
    SyntaxSample(
      name: "yaml", path: "a.yml",
      text: """
        # a job
        on: [push]
        jobs:
          build-all: # one
            runs-on: "ubuntu"
            steps: [ 'a', 12, true ]
            url: https://example.org/#x
        """),
    SyntaxSample(
      name: "toml", path: "a.toml",
      text: """
        # a theme
        [package.meta]
        name = "a" # the name
        list = [ 1, 2.5, true ]
        'k' = '''raw
        text'''
        """),
    SyntaxSample(
      name: "xml", path: "a.xml",
      text: """
        <?xml version="1.0"?>
        <!-- a
        comment --> <a:b c="d" e='f'>text 12 if</a:b>
        """),
    SyntaxSample(
      name: "html", path: "a.html", text: "<!DOCTYPE html>\n<p class=\"x\" data-n=1>It's text &amp; more</p>\n<!-- end -->"),
    SyntaxSample(
      name: "css", path: "a.css",
      text: """
        @media (min-width: 10px) { /* wide
          */ .row > a:hover { color: #ff0000; background: url(https://x.org/a.png) }
          --gap: 2px; margin: 0 auto !important;
        }
        """),
    SyntaxSample(
      name: "markdown", path: "a.md",
      text: """
        # Title
        - a list with `code` and `more`
        > quoted
        ```swift
        let x = 1
        ```
        """),
    SyntaxSample(
      name: "dockerfile", path: "Dockerfile",
      text: """
        # build
        FROM swift:6.3 AS build
        ARG NAME=x
        ENV PATH="/usr/bin:$PATH" N=${NAME}
        RUN --mount=type=cache make run \\
          && echo 'copy user'
        ENTRYPOINT ["carrel", "run"]
        """),
    SyntaxSample(
      name: "makefile", path: "Makefile",
      text: """
        # all of it
        CC ?= gcc
        export PREFIX := /usr
        ifeq ($(CC),gcc)
        build: main.o $(OBJECTS)
        \t$(CC) -o $@ $< # link: it
        endif
        """),
    SyntaxSample(
      name: "diff", path: "a.diff",
      text: """
        diff --git a/x b/x
        index 1..2 100644
        --- a/x
        +++ b/x
        @@ -1,2 +1,2 @@ func
         same
        -old
        +new
        \\ No newline at end of file
        """),
  ]
}
