/** Tests of {@code import}. */
@org.jspecify.annotations.NullMarked
package io.hookbridge.app.importing;
