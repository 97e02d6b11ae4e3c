/// The settings that users choose, with the limits that their constructors keep. Start reading at
/// `PromotionSettings`.
@NullMarked
package dev.slipway.domain.settings;

import org.jspecify.annotations.NullMarked;
