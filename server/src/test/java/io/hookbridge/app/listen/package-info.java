/** Tests of {@code listen}. */
@org.jspecify.annotations.NullMarked
package io.hookbridge.app.listen;
