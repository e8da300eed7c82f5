package io.hookbridge.console.audit;

import io.hookbridge.access.Actor;
import io.hookbridge.base.ApiKeyId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.UserId;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.user.EmailAddress;
import io.hookbridge.tenant.user.Users;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What people call those who acted, and those to whom something was done. */
record Names(Map<UserId, EmailAddress> people, Map<ApiKeyId, ApiKeys.Name> keys) {

    /** Of all whom these events name. */
    static Names in(List<AuditEvent> events, TenantId tenant, Users users, ApiKeys keys) {
        List<String> ids =
                events.stream()
                        .flatMap(event -> Stream.of(event.actor().id(), event.subject()))
                        .distinct()
                        .toList();
        return new Names(
                users.addresses(
                        tenant, ids.stream().flatMap(id -> UserId.parse(id).stream()).toList()),
                keys.names(
                        tenant,
                        Mode.LIVE,
                        ids.stream().flatMap(id -> ApiKeyId.parse(id).stream()).toList()));
    }

    /** The name behind an id; the id itself where there is none, or no more. */
    String of(String id) {
        return UserId.parse(id)
                .map(people::get)
                .map(EmailAddress::text)
                .or(() ->
                        ApiKeyId.parse(id)
                                .map(keys::get)
                                .map(ApiKeys.Name::label)
                                .filter(label -> !label.isEmpty()))
                .orElse(id);
    }

    static String title(Actor.Kind kind, Phrases phrases) {
        return switch (kind) {
            case API_KEY -> phrases.say("audit.kind.api_key");
            case PORTAL_PAGE -> phrases.say("audit.kind.portal_page");
            case USER -> phrases.say("audit.kind.user");
            case OPERATOR -> phrases.say("audit.kind.operator");
            case SYSTEM -> "HookBridge";
        };
    }
}
