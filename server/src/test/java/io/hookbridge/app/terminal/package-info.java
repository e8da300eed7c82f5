/** Tests of what commands say. */
@org.jspecify.annotations.NullMarked
package io.hookbridge.app.terminal;
