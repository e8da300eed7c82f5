package io.hookbridge.app;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Permission;
import io.hookbridge.app.config.Profile;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.apikey.ApiKey;
import io.hookbridge.tenant.apikey.KeyText;
import io.hookbridge.tenant.project.Project;
import io.hookbridge.tenant.user.EmailAddress;
import io.hookbridge.tenant.user.UserRole;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Creates the first tenant, its project, its key and somebody who can sign in, so that a fresh
 * installation can be used at once.
 */
public final class FirstStart implements Part {

    private static final Logger log = LoggerFactory.getLogger(FirstStart.class);
    static final Actor SERVER = new Actor(Actor.Kind.SYSTEM, "first-start");

    /** The first person of the console on a developer's machine. */
    public static final EmailAddress OWNER = new EmailAddress("owner@localhost");

    private final Core core;
    private final Consumer<TenantId> subscribe;
    private final Consumer<KeyText> remember;

    /**
     * @param subscribe gives the demo tenant of a developer's machine its plan
     * @param remember takes the key before anything is stored, so that a start which fails later
     *     does not lose it
     */
    FirstStart(Core core, Consumer<TenantId> subscribe, Consumer<KeyText> remember) {
        this.core = core;
        this.subscribe = subscribe;
        this.remember = remember;
    }

    @Override
    public void prepare() {
        if (core.tenants.any() && !lacksPerson()) {
            return;
        }
        core.storage
                .database()
                .atomically(() -> {
                    // Servers may be started together.
                    core.tenants.awaitTurn();
                    makeTenant();
                    makePerson();
                });
    }

    /** A developer's machine has somebody who can sign in. */
    private boolean lacksPerson() {
        return isDevelopment() && !core.users.any();
    }

    /** For the tenant that was made first. */
    private void makePerson() {
        if (lacksPerson()) {
            core.tenants
                    .oldest()
                    .flatMap(tenant ->
                            core.users.create(tenant.id(), OWNER, UserRole.OWNER, SERVER, null))
                    .ifPresent(owner -> core.users.setOperator(owner, true, SERVER));
        }
    }

    /**
     * Does nothing where there is a tenant. In production only a key that the operator chose makes
     * one: a generated key would have to be shown in a log.
     */
    private void makeTenant() {
        if (core.tenants.any()) {
            return;
        }
        Optional<KeyText> bootstrapKey = core.configuration.bootstrapApiKey();
        if (!isDevelopment() && bootstrapKey.isEmpty()) {
            log.info(
                    "there is no tenant yet: make one with ./hookbridge admin tenant create --name NAME");
            return;
        }
        KeyText key = bootstrapKey.orElseGet(() -> KeyText.random(Mode.LIVE));
        remember.accept(key);
        Tenant tenant = core.tenants.create(isDevelopment() ? "Demo" : "Default", SERVER);
        Project project = core.projects.createFirst(tenant.id(), SERVER);
        core.apiKeys.create(
                project.environment(key.mode()),
                key,
                ApiKey.FIRST,
                EnumSet.allOf(Permission.class),
                SERVER,
                null);
        if (isDevelopment()) {
            subscribe.accept(tenant.id());
        }
    }

    private boolean isDevelopment() {
        return core.configuration.profile() == Profile.DEVELOPMENT;
    }
}
