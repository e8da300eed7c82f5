package io.hookbridge.inbound.preset;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.http.ApiError;
import io.hookbridge.inbound.verify.preset.Preset;

/** The endpoints that name a preset. */
public interface PresetUsers {

    /** Whether there are any that are not deleted. */
    boolean has(EnvironmentId environment, String preset);

    /**
     * @param preset what one of this id is to become
     * @throws ApiError {@code PRESET_IN_USE} if an endpoint could not be checked with it
     */
    void requireUsable(EnvironmentId environment, Preset preset);

    /** What is remembered of them here is no longer so. */
    void forget(EnvironmentId environment, String preset);
}
