/** Tests of {@code tail}. */
@org.jspecify.annotations.NullMarked
package io.hookbridge.app.tail;
