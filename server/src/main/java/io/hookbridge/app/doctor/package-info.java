/**
 * Whether an installation is well: {@code admin doctor}. {@link
 * io.hookbridge.app.doctor.DatabaseFacts} are asked for, {@link io.hookbridge.app.doctor.Examine}
 * decides what they mean, and nothing is changed. {@link io.hookbridge.app.doctor.BackupCheck} does
 * the same for a database that was restored: {@code admin backup-check}.
 */
@NullMarked
package io.hookbridge.app.doctor;

import org.jspecify.annotations.NullMarked;
