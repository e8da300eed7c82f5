/**
 * Whether an installation is well: {@code admin doctor}. {@link
 * io.hookbridge.app.doctor.DatabaseFacts} are asked for, {@link io.hookbridge.app.doctor.Examine}
 * decides what they mean, and nothing is changed.
 */
@NullMarked
package io.hookbridge.app.doctor;

import org.jspecify.annotations.NullMarked;
