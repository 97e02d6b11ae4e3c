/// Uploaded archives: checked, unpacked, kept until their deployment goes. Start reading at
/// `Artifacts`.
@NullMarked
package dev.slipway.runtime.artifact;

import org.jspecify.annotations.NullMarked;
