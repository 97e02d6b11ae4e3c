/// Every management route and the handlers behind it. Start reading at `ManagementRoutes`.
@NullMarked
package dev.slipway.api;

import org.jspecify.annotations.NullMarked;
