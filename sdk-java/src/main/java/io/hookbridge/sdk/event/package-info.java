/** What pull endpoints have received. */
@NullMarked
package io.hookbridge.sdk.event;

import org.jspecify.annotations.NullMarked;
