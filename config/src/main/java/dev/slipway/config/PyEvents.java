package dev.slipway.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.parser.ParserException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.ScannerImpl;

/// The parts of a YAML text in their order. As PyYAML does, it refuses two anchors of one name, of
/// which SnakeYAML takes the later.
final class PyEvents extends ParserImpl {
  static {
    // PyYAML knows it since its release 5: the begin of a path in JSON may be written so.
    ScannerImpl.ESCAPE_REPLACEMENTS.put('/', "/");
  }

  private final Map<String, Mark> anchors = new HashMap<>();

  PyEvents(String text, LoaderOptions limits) {
    super(new StreamReader(text), limits);
  }

  @Override
  public @Nullable Event getEvent() {
    Event event = super.getEvent();
    if (event instanceof NodeEvent node
        && !(node instanceof AliasEvent)
        && node.getAnchor() != null) {
      Mark before = anchors.put(node.getAnchor(), event.getStartMark());
      if (before != null) {
        throw new ParserException(
            null,
            null,
            "The anchor '&%s' is there twice: also in line %d."
                .formatted(PyScalars.cut(node.getAnchor()), before.getLine() + 1),
            event.getStartMark());
      }
    }
    return event;
  }
}
