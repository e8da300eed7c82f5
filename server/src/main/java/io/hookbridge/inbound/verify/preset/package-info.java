/**
 * Presets: what is known of how a provider signs, shakes hands and wants to be answered, as data.
 * Those that ship stand in {@code presets.json}; a project may bring others, which are read by the
 * same {@link io.hookbridge.inbound.verify.preset.PresetReader}. Pure.
 */
@NullMarked
package io.hookbridge.inbound.verify.preset;

import org.jspecify.annotations.NullMarked;
