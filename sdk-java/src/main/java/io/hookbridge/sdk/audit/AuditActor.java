package io.hookbridge.sdk.audit;

import org.jspecify.annotations.Nullable;

/**
 * Who did it.
 *
 * @param kind {@code portal_page} is a person on a billing page that a link opened, {@code user}
 *     one who is signed in to the console, {@code operator} somebody at the command line of the
 *     server, {@code system} the server itself. One of {@code api_key}, {@code portal_page}, {@code
 *     user}, {@code operator}, {@code system}.
 * @param id the {@code key_id} of a key, the id of a person, or a word for the others
 * @param address the IP address that the call came from; absent where no call asked for it, and for
 *     people who were removed; {@code null} if absent
 */
public record AuditActor(String kind, String id, @Nullable String address) {}
