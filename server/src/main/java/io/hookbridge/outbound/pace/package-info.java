/**
 * How fast and how much at once deliveries go to one endpoint. Pure: what happened goes in, a limit
 * comes out.
 */
@NullMarked
package io.hookbridge.outbound.pace;

import org.jspecify.annotations.NullMarked;
