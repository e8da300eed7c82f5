/** Tests of payloads in the cold storage. */
@NullMarked
package io.hookbridge.message.cold;

import org.jspecify.annotations.NullMarked;
