/** API keys, and who is behind the ids of other answers. */
@NullMarked
package io.hookbridge.sdk.key;

import org.jspecify.annotations.NullMarked;
