/** JSON, as far as this client needs it: read, written, and turned into records. */
@NullMarked
package io.hookbridge.sdk.json;

import org.jspecify.annotations.NullMarked;
