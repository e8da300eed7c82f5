/** The keys by which receivers verify what they get. */
@NullMarked
package io.hookbridge.sdk.signing;

import org.jspecify.annotations.NullMarked;
