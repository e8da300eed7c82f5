package io.hookbridge.tenant.user;

import io.hookbridge.access.Caller;
import io.hookbridge.access.Environment;
import io.hookbridge.base.Mode;
import io.hookbridge.base.NeverBlocks;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Authenticator;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.page.SessionCookie;
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
 *
 * <p>A page says which environment its calls are about; a session has none, since each tab of the
 * browser may show another.
 */
public final class SessionAuthenticator implements Authenticator {

    /** The request's header that names an environment, as in {@code 0193…/test}. */
    static final String ENVIRONMENT = "HookBridge-Environment";

    private static final String ADVICE =
            "write the id of a project, a slash, and live or test into " + ENVIRONMENT;

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
        NeverBlocks.requireToBlock();
        Optional<Session> session = cookie.read(call).flatMap(sessions::find);
        if (session.isEmpty()) {
            return next.authenticate(call);
        }
        if (!HARMLESS.contains(call.method())) {
            requireOwnPage(call);
        }
        return caller(session.get(), call);
    }

    private Caller caller(Session session, Call call) {
        User user = session.user();
        if (user.standing() != User.Standing.GOOD) {
            throw new ApiError(
                    ErrorCode.TENANT_SUSPENDED,
                    "the tenant is suspended, ask the operator of this server");
        }
        String name =
                call.header(ENVIRONMENT)
                        .orElseThrow(() ->
                                ApiError.invalidRequest(
                                        "with a session instead of an API key, a request must say which environment it"
                                                + " is about: "
                                                + ADVICE));
        return new Caller(
                environment(user.tenant(), name),
                user.role().permissions(),
                user.actor().from(call.address()));
    }

    private Environment environment(TenantId tenant, String name) {
        String[] parts = name.split("/", -1);
        Optional<Mode> mode = parts.length == 2 ? Mode.of(parts[1]) : Optional.empty();
        return mode.flatMap(side ->
                        ProjectId.parse(parts[0])
                                .flatMap(id -> projects.find(tenant, id))
                                .map(project -> project.environment(side)))
                .orElseThrow(
                        () -> ApiError.notFound("the tenant has no such environment: " + ADVICE));
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
