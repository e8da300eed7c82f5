package io.hookbridge.tenant.user;

import io.hookbridge.access.Caller;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Authenticator;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.page.SessionCookie;
import io.hookbridge.tenant.project.Project;
import io.hookbridge.tenant.project.Projects;

import java.util.Optional;
import java.util.Set;

/**
 * Recognises a caller by the cookie of a console session, on routes that allow it; everybody else
 * is left to the next authenticator. An {@code Authorization} header wins over a cookie.
 *
 * <p>A browser sends cookies along whoever makes it send the request. So a request that changes
 * something must name the console's own origin and carry JSON, which no other site can make a
 * browser do.
 */
public final class SessionAuthenticator implements Authenticator {

    private static final Set<String> HARMLESS = Set.of("GET", "HEAD");

    private final Sessions sessions;
    private final Projects projects;
    private final SessionCookie cookie;
    private final String origin;
    private final Authenticator next;

    /**
     * @param origin of the console, as browsers write it
     * @param next for whoever has no session
     */
    public SessionAuthenticator(
            Sessions sessions,
            Projects projects,
            SessionCookie cookie,
            String origin,
            Authenticator next) {
        this.sessions = sessions;
        this.projects = projects;
        this.cookie = cookie;
        this.origin = origin;
        this.next = next;
    }

    @Override
    public Caller authenticate(Call call) {
        if (!call.allowsSession() || call.header("Authorization").isPresent()) {
            return next.authenticate(call);
        }
        Optional<Session> session = cookie.read(call).flatMap(sessions::find);
        if (session.isEmpty()) {
            return next.authenticate(call);
        }
        if (!HARMLESS.contains(call.method())) {
            requireOwnPage(call);
        }
        return caller(session.get());
    }

    private Caller caller(Session session) {
        User user = session.user();
        if (user.standing() != User.Standing.GOOD) {
            throw new ApiError(
                    ErrorCode.TENANT_SUSPENDED,
                    "the tenant is suspended, ask the operator of this server");
        }
        Project project =
                projects.selected(user.tenant(), session.selected())
                        .orElseThrow(() ->
                                new ApiError(
                                        ErrorCode.FORBIDDEN,
                                        "there is no project any more, create one in the console"));
        return new Caller(
                project.environment(session.mode()), user.role().permissions(), user.actor());
    }

    private void requireOwnPage(Call call) {
        boolean ownPage = call.header("Origin").filter(origin::equals).isPresent();
        boolean json =
                call.header("Content-Type")
                        .filter(type ->
                                type.split(";", 2)[0].strip().equalsIgnoreCase("application/json"))
                        .isPresent();
        if (!ownPage || !json) {
            throw new ApiError(
                    ErrorCode.FORBIDDEN,
                    "with a session instead of an API key, a request that changes something must"
                            + " come from a page of this server and have the Content-Type"
                            + " application/json");
        }
    }
}
