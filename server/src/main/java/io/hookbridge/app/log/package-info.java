/**
 * Logging: lines for a person under {@code up}, JSON lines under {@code serve}, and in both no
 * secret.
 */
@NullMarked
package io.hookbridge.app.log;

import org.jspecify.annotations.NullMarked;
