/** What is known of how providers sign. */
@NullMarked
package io.hookbridge.sdk.preset;

import org.jspecify.annotations.NullMarked;
