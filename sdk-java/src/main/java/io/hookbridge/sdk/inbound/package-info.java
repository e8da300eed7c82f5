/** The addresses that others send webhooks to. */
@NullMarked
package io.hookbridge.sdk.inbound;

import org.jspecify.annotations.NullMarked;
