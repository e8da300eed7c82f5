/** Tests of {@code admin doctor}. */
@org.jspecify.annotations.NullMarked
package io.hookbridge.app.doctor;
