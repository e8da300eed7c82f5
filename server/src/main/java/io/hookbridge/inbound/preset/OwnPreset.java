package io.hookbridge.inbound.preset;

import io.hookbridge.inbound.verify.preset.Preset;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;

/**
 * A preset of a project.
 *
 * @param document as its owner wrote it, which {@code preset} is read from
 */
record OwnPreset(Preset preset, ObjectNode document, Instant createdAt, Instant updatedAt) {}
