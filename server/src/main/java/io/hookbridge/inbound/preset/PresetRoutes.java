package io.hookbridge.inbound.preset;

import io.hookbridge.access.Permission;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Members;
import io.hookbridge.http.Route;

import java.util.List;
import java.util.Map;

/** {@code /v1/inbound-presets}: what endpoints that receive can name as their preset. */
public final class PresetRoutes {

    private static final String ALL = "/v1/inbound-presets";
    private static final String ONE = ALL + "/{id}";

    private static final List<String> MEMBERS =
            List.of(
                    "id",
                    "title",
                    "verify",
                    "event_type",
                    "dedupe",
                    "batch",
                    "challenge",
                    "success",
                    "refusal");

    private final OwnPresets presets;

    public PresetRoutes(OwnPresets presets) {
        this.presets = presets;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", ALL, Permission.READ, this::list),
                Route.api("POST", ALL, Permission.MANAGE, this::create).members(MEMBERS),
                Route.api("GET", ONE, Permission.READ, this::get),
                Route.api("PATCH", ONE, Permission.MANAGE, this::update).members(MEMBERS),
                Route.api("DELETE", ONE, Permission.MANAGE, this::delete).exact());
    }

    private Answer list(Call call) {
        return Answer.ok(
                presets.usable(environment(call)).stream().map(PresetView::summary).toList());
    }

    private Answer create(Call call) {
        OwnPreset created = presets.create(call.json().document(), call.caller(), call.requestId());
        return Answer.created(ALL + "/" + created.preset().id(), PresetView.whole(created));
    }

    private Answer get(Call call) {
        String id = call.path("id");
        Map<String, Object> found =
                presets.find(environment(call), id)
                        .map(PresetView::whole)
                        .or(() -> presets.shipped(id).map(PresetView::summary))
                        .orElseThrow(OwnPresets::notFound);
        return Answer.ok(found);
    }

    private Answer update(Call call) {
        return Answer.ok(
                PresetView.whole(
                        presets.update(
                                call.path("id"),
                                call.json().document(),
                                call.caller(),
                                call.requestId())));
    }

    private Answer delete(Call call) {
        String id = call.path("id");
        presets.delete(id, call.caller(), call.requestId());
        return Answer.ok(Members.of("id", id, "deleted", true));
    }

    private static EnvironmentId environment(Call call) {
        return call.caller().environment().id();
    }
}
