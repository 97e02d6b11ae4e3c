package dev.slipway.engine.port;

import dev.slipway.domain.async.AsyncReply;
import dev.slipway.domain.async.AsyncTarget;
import java.nio.ByteBuffer;

/// The port through which asynchronous requests are sent to models.
public interface Predictions {

  /// Where a request to `target` would find itself at this moment.
  Room room(AsyncTarget target);

  /// Sends a request just as one to the same address of the inference port is sent: it picks its
  /// route when it leaves. Blocks until the answer's end.
  ///
  /// @param requestId what the model is told
  /// @param keep whether the answer of a success is wanted
  Reply predict(AsyncTarget target, String requestId, byte[] input, boolean keep);

  /// @param free places that are neither taken nor waited for, 0 or more
  /// @param empty there is no replica: the next request wakes one, or is told why there is none
  record Room(int free, boolean empty) {}

  /// @param output of a success that was to be kept; else empty
  record Reply(AsyncReply outcome, ByteBuffer output) {}
}
