/// The typed client of a server that speaks the API. Start reading at `ManagementClient`.
@NullMarked
package dev.slipway.cli.client;

import org.jspecify.annotations.NullMarked;
