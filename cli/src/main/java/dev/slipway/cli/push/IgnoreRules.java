package dev.slipway.cli.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.cli.host.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What of a model directory does not travel: what never does, what `.slipwayignore` and
/// `.gitignore` name, as git reads them, and what no model needs. A line of any `.slipwayignore`
/// wins over all `.gitignore`, also over those above the directory, up to the repository's top.
final class IgnoreRules {
  static final String OWN = ".slipwayignore";
  static final String GIT = ".gitignore";

  /// The largest ignore file, in bytes.
  static final int MAX_BYTES = 1 << 20;

  /// Why what may hold secrets does not travel. No file can take it back, and none of the two
  /// below.
  static final String SECRETS = "may hold secrets, never sent";

  static final String ENVIRONMENT = "a Python environment, never sent";

  /// Of what belongs to this machine.
  static final String NEVER = "never sent";

  // In any case of letters: where a file system does not tell .ENV from .env, it is that file.
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "\\.env(?:rc)?(?:\\.(?!(?:example|sample|template)$).*)?", Pattern.CASE_INSENSITIVE);

  private static final Pattern NEVER_NAME =
      Pattern.compile("\\.git|\\.hg|\\.svn|\\.slipway", Pattern.CASE_INSENSITIVE);

  private static final Pattern ENVIRONMENT_NAME =
      Pattern.compile("\\.venv", Pattern.CASE_INSENSITIVE);

  /// What `!NAME` in an ignore file takes back.
  private static final Pattern NEEDLESS =
      Pattern.compile(
          "__pycache__|target|\\.mypy_cache|\\.pytest_cache|\\.ruff_cache|\\.ipynb_checkpoints"
              + "|\\.DS_Store");

  /// What a Python environment of any name holds.
  private static final String ENVIRONMENT_FILE = "pyvenv.cfg";

  private final Path root;
  private final Path repository;
  private final Map<Path, List<IgnorePattern>> read = new HashMap<>();

  /// @param root the model directory, its real path
  IgnoreRules(Path root) {
    this.root = root;
    this.repository = repository(root);
  }

  /// Why something does not travel, a clause; null: it does.
  ///
  /// @param path below the root; what it is in travels
  @Nullable String reason(Path path) throws IOException {
    String name = String.valueOf(path.getFileName());
    boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    if (SECRET_NAME.matcher(name).matches()) {
      return SECRETS;
    }
    if (NEVER_NAME.matcher(name).matches()) {
      return NEVER;
    }
    if (ENVIRONMENT_NAME.matcher(name).matches()
        || (directory && Files.isRegularFile(path.resolve(ENVIRONMENT_FILE)))) {
      return ENVIRONMENT;
    }
    if (path.equals(root.resolve(ModelConfig.FILE))) {
      return null;
    }
    Boolean own = verdict(path, directory, OWN, root);
    if (own != null) {
      return own ? OWN : null;
    }
    Boolean git = verdict(path, directory, GIT, repository);
    if (git != null) {
      return git ? GIT : null;
    }
    return NEEDLESS.matcher(name).matches() ? "needless" : null;
  }

  /// Whether something, or a directory that it is in, does not travel.
  boolean leavesOut(Path path) throws IOException {
    Path here = root;
    for (Path part : root.relativize(path)) {
      here = here.resolve(part);
      if (!here.equals(root) && reason(here) != null) {
        return true;
      }
    }
    return false;
  }

  /// The last line that matches counts, of the deepest file that has one.
  ///
  /// @param top the last directory whose file is read
  private @Nullable Boolean verdict(Path path, boolean directory, String file, Path top)
      throws IOException {
    Path at = path.getParent();
    while (at != null && at.startsWith(top)) {
      String inside = at.relativize(path).toString().replace('\\', '/');
      for (IgnorePattern pattern : patterns(at.resolve(file)).reversed()) {
        if (pattern.matches(inside, directory)) {
          return !pattern.again();
        }
      }
      at = at.getParent();
    }
    return null;
  }

  /// The top of the git repository that the model is in; without one, the model directory.
  private static Path repository(Path root) {
    for (Path at = root; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(".git"))) {
        return at;
      }
    }
    return root;
  }

  private List<IgnorePattern> patterns(Path file) throws IOException {
    List<IgnorePattern> known = read.get(file);
    if (known != null) {
      return known;
    }
    List<IgnorePattern> patterns = new ArrayList<>();
    if (Files.isRegularFile(file)) {
      if (Files.size(file) > MAX_BYTES) {
        throw Failure.usage(
            "%s has %d bytes (expected: at most %d).".formatted(file, Files.size(file), MAX_BYTES));
      }
      String text = new String(Files.readAllBytes(file), UTF_8);
      patterns = text.lines().map(IgnorePattern::parse).filter(Objects::nonNull).toList();
    }
    read.put(file, patterns);
    return patterns;
  }
}
