/** The addresses that webhooks are sent to. */
@NullMarked
package io.hookbridge.sdk.endpoint;

import org.jspecify.annotations.NullMarked;
