/**
 * The presets that a project has beside those that ship: documents of the same form, kept for one
 * environment, that its endpoints can name. {@link io.hookbridge.inbound.preset.OwnPresets} holds
 * the rules of changes.
 */
@NullMarked
package io.hookbridge.inbound.preset;

import org.jspecify.annotations.NullMarked;
