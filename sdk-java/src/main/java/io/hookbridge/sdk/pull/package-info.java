/** Endpoints that keep what they receive until it is fetched. */
@NullMarked
package io.hookbridge.sdk.pull;

import org.jspecify.annotations.NullMarked;
