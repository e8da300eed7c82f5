/** The log of a time as a file. */
@NullMarked
package io.hookbridge.sdk.export;

import org.jspecify.annotations.NullMarked;
