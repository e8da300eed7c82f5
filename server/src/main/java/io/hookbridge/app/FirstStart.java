package io.hookbridge.app;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Permission;
import io.hookbridge.app.config.Profile;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.Tenants;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.apikey.KeyText;
import io.hookbridge.tenant.project.Project;
import io.hookbridge.tenant.project.Projects;
import io.hookbridge.tenant.user.EmailAddress;
import io.hookbridge.tenant.user.UserRole;
import io.hookbridge.tenant.user.Users;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Creates the first tenant, its project, its key and somebody who can sign in, so that a fresh
 * installation can be used at once.
 */
public final class FirstStart {

    private static final Logger log = LoggerFactory.getLogger(FirstStart.class);
    static final Actor SERVER = new Actor(Actor.Kind.SYSTEM, "first-start");

    /** The first person of the console on a developer's machine. */
    public static final EmailAddress OWNER = new EmailAddress("owner@localhost");

    private final Tenants tenants;
    private final Projects projects;
    private final ApiKeys apiKeys;
    private final Users users;

    FirstStart(Tenants tenants, Projects projects, ApiKeys apiKeys, Users users) {
        this.tenants = tenants;
        this.projects = projects;
        this.apiKeys = apiKeys;
        this.users = users;
    }

    /** A developer's machine has somebody who can sign in, for the tenant that was made first. */
    void runForPeople(Profile profile) {
        if (profile == Profile.DEVELOPMENT && !users.any()) {
            tenants.oldest()
                    .ifPresent(tenant -> users.create(tenant.id(), OWNER, UserRole.OWNER, SERVER));
        }
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
                project.environment(key.mode()),
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
