package io.hookbridge.app;

import io.hookbridge.app.config.Profile;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.http.Actor;
import io.hookbridge.http.Permission;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.Tenants;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.apikey.KeyText;
import io.hookbridge.tenant.project.Project;
import io.hookbridge.tenant.project.Projects;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Creates the first tenant, its project and its key, so that a fresh installation can be used at
 * once.
 */
final class FirstStart {

    private static final Logger log = LoggerFactory.getLogger(FirstStart.class);
    static final Actor SERVER = new Actor(Actor.Kind.SYSTEM, "first-start");

    private final Tenants tenants;
    private final Projects projects;
    private final ApiKeys apiKeys;

    FirstStart(Tenants tenants, Projects projects, ApiKeys apiKeys) {
        this.tenants = tenants;
        this.projects = projects;
        this.apiKeys = apiKeys;
    }

    /**
     * Does nothing where there is a tenant. In production only a key that the operator chose makes
     * one: a generated key would have to be shown in a log.
     *
     * @param remember takes the key before anything is stored, so that a start which fails later
     *     does not lose it
     * @param subscribe gives the demo tenant of a developer's machine its plan
     */
    void run(
            Profile profile,
            Optional<String> bootstrapKey,
            Consumer<KeyText> remember,
            Consumer<TenantId> subscribe) {
        if (tenants.any()) {
            return;
        }
        boolean development = profile == Profile.DEVELOPMENT;
        if (!development && bootstrapKey.isEmpty()) {
            log.info(
                    "there is no tenant yet: make one with ./hookbridge admin tenant create --name NAME");
            return;
        }
        KeyText key = bootstrapKey.map(KeyText::new).orElseGet(() -> KeyText.random(Mode.LIVE));
        remember.accept(key);
        Tenant tenant = tenants.create(development ? "Demo" : "Default", SERVER);
        Project project = projects.createFirst(tenant.id(), SERVER);
        apiKeys.create(
                tenant.id(),
                project.id(),
                key,
                "First key",
                EnumSet.allOf(Permission.class),
                SERVER,
                null);
        if (development) {
            subscribe.accept(tenant.id());
        }
    }
}
