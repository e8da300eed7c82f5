package io.hookbridge.tenant.actor;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Permission;
import io.hookbridge.base.ApiKeyId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.UserId;
import io.hookbridge.tenant.Tenants;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.user.User;
import io.hookbridge.tenant.user.Users;

/**
 * Whether those who made something that gives access, such as a link, would be given that access
 * themselves now: what a key or a person made ends with the key or the person. Asks the database,
 * so that it holds on every node at once.
 */
public final class Makers {

    private final Tenants tenants;
    private final ApiKeys keys;
    private final Users users;

    public Makers(Tenants tenants, ApiKeys keys, Users users) {
        this.tenants = tenants;
        this.keys = keys;
        this.users = users;
    }

    /**
     * @param tenant whose the thing is
     * @param maker of the tenant; a key that had {@code needed}, because what a key may never
     *     changes
     * @param needed to be given such a thing
     */
    public boolean isStillAuthorized(TenantId tenant, Actor maker, Permission needed) {
        return switch (maker.kind()) {
            case API_KEY -> ApiKeyId.parse(maker.id()).filter(keys::works).isPresent();
            case USER ->
                    UserId.parse(maker.id())
                            .flatMap(users::find)
                            .filter(user -> may(user, needed))
                            .isPresent();
            case PORTAL_PAGE, OPERATOR, SYSTEM -> tenants.isActive(tenant);
        };
    }

    private static boolean may(User user, Permission needed) {
        return user.standing() == User.Standing.GOOD && user.role().permissions().contains(needed);
    }
}
