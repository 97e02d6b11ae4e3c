/// Archives that come in and go out, by links of limited use. Start reading at `Uploads`.
@NullMarked
package dev.slipway.api.upload;

import org.jspecify.annotations.NullMarked;
