package io.hookbridge.sdk.preset;

import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.internal.Api;

import java.util.List;

/** What is known of how providers sign: presets that ship, and the environment's own. */
public final class InboundPresetsApi {

    private final Api api;

    /**
     * Made by {@code HookBridge}.
     *
     * @param api sends the requests
     */
    public InboundPresetsApi(Api api) {
        this.api = api;
    }

    /**
     * Lists inbound presets.
     *
     * <p>What inbound endpoints of the environment can name as their {@code preset}: its own by
     * their ids, then those that ship. An own preset hides one that ships and has the same id.
     *
     * @return all of them
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public List<InboundPreset> list() {
        return api.get("/v1/inbound-presets").list(InboundPreset.class);
    }

    /**
     * Creates an inbound preset.
     *
     * <p>Makes a preset that the inbound endpoints of the environment can name, in the form of
     * those that ship; {@code docs/presets.md} tells what each member says. A preset that cannot be
     * used is refused with every mistake in it. An environment can have 50, of 16 KiB each.
     *
     * @param request what it is to be
     * @return a preset; with its document if it is the environment's own, else with what has to be
     *     known of it
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public InboundPreset create(InboundPresetRequest request) {
        return api.post("/v1/inbound-presets").body(request).data(InboundPreset.class);
    }

    /**
     * Gets an inbound preset.
     *
     * <p>One preset of the environment with its document, or what has to be known of one that
     * ships.
     *
     * @param id the {@code id} of the preset
     * @return a preset; with its document if it is the environment's own, else with what has to be
     *     known of it
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public InboundPreset get(String id) {
        return api.get("/v1/inbound-presets/{id}", id).data(InboundPreset.class);
    }

    /**
     * Updates an inbound preset.
     *
     * <p>Puts the members that are sent into the place of those of the same names; {@code null}
     * takes one away. The next request to an endpoint that names the preset is checked with it, on
     * every server within a second. What an endpoint that names it could not be checked with any
     * more is refused. The {@code id} stays as it is.
     *
     * @param id the {@code id} of the preset
     * @param request what it is to be
     * @return a preset; with its document if it is the environment's own, else with what has to be
     *     known of it
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public InboundPreset update(String id, InboundPresetRequest request) {
        return api.patch("/v1/inbound-presets/{id}", id).body(request).data(InboundPreset.class);
    }

    /**
     * Deletes an inbound preset.
     *
     * <p>Takes a preset of the environment away. One that an endpoint names cannot be deleted.
     *
     * @param id the {@code id} of the preset
     * @return that it is gone
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public DeletedInboundPreset delete(String id) {
        return api.delete("/v1/inbound-presets/{id}", id).data(DeletedInboundPreset.class);
    }
}
