/// Answers of commands as values: accepted with a result, or refused in words. Start reading at
/// `Answer`.
@NullMarked
package dev.slipway.engine.answer;

import org.jspecify.annotations.NullMarked;
