/** What became of messages, one by one. */
@NullMarked
package io.hookbridge.sdk.log;

import org.jspecify.annotations.NullMarked;
