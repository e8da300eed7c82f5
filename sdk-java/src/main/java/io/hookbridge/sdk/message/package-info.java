/**
 * Messages, those that were sent and those that were received, and the attempts to deliver them.
 */
@NullMarked
package io.hookbridge.sdk.message;

import org.jspecify.annotations.NullMarked;
