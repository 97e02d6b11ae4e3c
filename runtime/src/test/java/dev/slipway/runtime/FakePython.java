package dev.slipway.runtime;

import dev.slipway.runtime.process.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/// A shell script in the place of Python: it makes environments that hold itself, "installs" what
/// it is asked for, and serves [TestModel]. What it was called for is in a file. A requirement
/// `broken` fails, `hang` never ends, `big` fills three megabytes.
public record FakePython(Path home) {
  private static final String SCRIPT =
      """
      #!/bin/sh
      OWN=$PATH
      PATH=/usr/bin:/bin
      state=@STATE@
      case "$*" in
      *"import sys, venv"*)
        printf '3.@MINOR@.7\\n%s\\n' "$0" ;;
      *"-m venv "*)
        for last; do :; done
        mkdir -p "$last/bin" && cp "$0" "$last/bin/python"
        echo "venv $last" >> "$state/calls" ;;
      *"-m pip install "*)
        while [ "$1" != --requirement ]; do shift; done
        echo "pip $(tr '\\n' ' ' < "$2")" >> "$state/calls"
        echo "Collecting $(head -n 1 "$2")"
        if grep -q broken "$2"; then echo "ERROR: No matching distribution found"; exit 1; fi
        if grep -q hang "$2"; then echo $$ > "$state/hanging"; exec sleep 600; fi
        if grep -q big "$2"; then head -c 3000000 /dev/zero > "$(dirname "$0")/big"; fi ;;
      *truss_build.py*)
        mkdir "$4" && cp -R "$3"/. "$4"
        for file in python_minor first_requirements.txt requirements.txt constraints.txt; do
          mv "$4/$file" "$5/$file"
        done ;;
      *truss_serve.py)
        env > "$state/environment"
        echo "$OWN" > "$state/path"
        exec @MODEL@ ;;
      *)
        exit 64 ;;
      esac
      """;

  /// Puts one on a PATH of its own.
  public FakePython {
    try {
      Files.createDirectories(home.resolve("bin"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public FakePython with(int minor) throws IOException {
    var script =
        SCRIPT
            .replace("@STATE@", home.toString())
            .replace("@MINOR@", Integer.toString(minor))
            .replace("@MODEL@", Fixture.model());
    executable("python3." + minor, script);
    return this;
  }

  public void executable(String name, String script) throws IOException {
    var file = Files.writeString(home.resolve("bin").resolve(name), script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  public Map<String, String> environment() {
    return Map.of("PATH", home.resolve("bin").toString(), "SECRET_OF_THE_SERVER", "x");
  }

  public List<String> calls() throws IOException {
    var file = home.resolve("calls");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
