/// The audit log as the published API shows it. Start reading at `AuditLogs`.
@NullMarked
package dev.slipway.api.audit;

import org.jspecify.annotations.NullMarked;
