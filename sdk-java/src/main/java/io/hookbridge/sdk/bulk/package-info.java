/** What is done with many messages at once. */
@NullMarked
package io.hookbridge.sdk.bulk;

import org.jspecify.annotations.NullMarked;
