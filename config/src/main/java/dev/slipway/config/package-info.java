/// What a model's `config.yaml` says: read as PyYAML reads it, and compared with the keys that
/// Truss knows and with what this server gives. Start reading at `YamlText`, then at
/// `ConfigReview`.
@NullMarked
package dev.slipway.config;

import org.jspecify.annotations.NullMarked;
