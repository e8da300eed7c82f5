/** Tests, and the fixture that puts messages into the tables. */
@NullMarked
package io.hookbridge.outbound.message;

import org.jspecify.annotations.NullMarked;
