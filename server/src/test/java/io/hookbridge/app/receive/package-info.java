/** Tests of {@code receive}. */
@org.jspecify.annotations.NullMarked
package io.hookbridge.app.receive;
