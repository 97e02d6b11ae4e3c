/// What is kept for people to look at later: the audit log, metric samples, and their retention.
/// Start reading at `AuditWriter`.
@NullMarked
package dev.slipway.engine.history;

import org.jspecify.annotations.NullMarked;
