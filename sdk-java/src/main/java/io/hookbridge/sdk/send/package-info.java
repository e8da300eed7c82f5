/** What is sent to endpoints, and what becomes of a request to send. */
@NullMarked
package io.hookbridge.sdk.send;

import org.jspecify.annotations.NullMarked;
