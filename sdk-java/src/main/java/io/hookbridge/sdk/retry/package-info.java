/** When failed deliveries are tried again. */
@NullMarked
package io.hookbridge.sdk.retry;

import org.jspecify.annotations.NullMarked;
