package io.hookbridge.net;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;

/**
 * Whose request it is and where it goes. No connection serves two targets, and no environment's
 * look-ups keep those of another one waiting.
 *
 * @param url as {@link TargetCheck} accepts it
 */
public record Destination(TargetId target, EnvironmentId environment, String url) {}
