/// The part of the S3 protocol that truss uploads with. Start reading at `S3Handlers`.
@NullMarked
package dev.slipway.api.truss.s3;

import org.jspecify.annotations.NullMarked;
