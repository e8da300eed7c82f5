package io.hookbridge.outbound.trial;

import io.hookbridge.access.Caller;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.SecretToken;
import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.signing.SigningSecret;
import io.hookbridge.delivery.signing.VerifyDelivery;
import io.hookbridge.delivery.signing.VerifyingKey;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.outbound.endpoint.EndpointFields;
import io.hookbridge.outbound.endpoint.Endpoints;

import org.jdbi.v3.core.Jdbi;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Receives deliveries of the endpoints that lead to it, and answers what it thinks of their
 * signature: 200 if it is right, 401 if not. It keeps nothing; the answer is kept with the attempt,
 * as that of any receiver.
 */
public final class TrialReceiver {

    private static final String PATH = "/try/";
    private static final String DESCRIPTION = "Built-in receiver";

    /** The longest payload. */
    private static final int BODY = 1024 * 1024;

    private final TrialStore store;
    private final Endpoints endpoints;
    private final DeliveryTargets targets;
    private final String origin;

    /**
     * @param publicUrl where this installation is reached
     */
    public TrialReceiver(Jdbi jdbi, Endpoints endpoints, DeliveryTargets targets, URI publicUrl) {
        this.store = new TrialStore(jdbi);
        this.endpoints = endpoints;
        this.targets = targets;
        this.origin = publicUrl.toString().replaceFirst("/$", "");
    }

    public List<Route> routes() {
        return List.of(
                Route.open("POST", PATH + "{environment}/{token}", this::receive).taking(BODY));
    }

    /** The endpoint of the environment that leads here; empty if there is none. */
    public Optional<EndpointId> endpoint(EnvironmentId environment) {
        return store.first(environment, origin + PATH);
    }

    /**
     * Makes one.
     *
     * @throws ApiError as the operation does that makes endpoints; deliveries may not lead to the
     *     network in which this server is, for instance
     */
    public EndpointId create(Caller caller, String requestId) {
        String url = origin + PATH + caller.environment().id() + "/" + SecretToken.random().text();
        EndpointFields fields =
                new EndpointFields(url, DESCRIPTION, null, null, null, null, null, null);
        return endpoints.create(fields, caller, requestId).endpoint().id();
    }

    private Answer receive(Call call) {
        DeliveryTarget target =
                EnvironmentId.parse(call.path("environment"))
                        .flatMap(environment -> store.find(environment, origin + call.target()))
                        .flatMap(id -> targets.find(TargetId.of(id)))
                        .filter(found ->
                                found.direction() == Direction.OUTBOUND && !found.deleted())
                        .orElseThrow(() -> ApiError.notFound("no endpoint leads here"));
        if (!target.signed()) {
            return said(200, "Received. Nothing was verified: this endpoint is not signed.");
        }
        List<VerifyingKey> keys =
                target.keys().stream()
                        .map(SigningSecret::forReceiver)
                        .map(VerifyingKey::parse)
                        .flatMap(Optional::stream)
                        .toList();
        return switch (VerifyDelivery.verdict(call::header, call.bytes(), keys)) {
            case VerifyDelivery.Verdict.Genuine _ ->
                    said(200, "Received. The signature is right, and the payload is unchanged.");
            case VerifyDelivery.Verdict.Forged _ ->
                    said(401, "Refused. The signature is not that of this endpoint’s keys.");
            case VerifyDelivery.Verdict.Incomplete(String header) ->
                    said(401, "Refused. The header " + header + " is missing.");
            case VerifyDelivery.Verdict.Unsigned _ -> said(401, "Refused. There is no signature.");
        };
    }

    private static Answer said(int status, String sentence) {
        return Answer.text(status, "text/plain; charset=utf-8", sentence + "\n");
    }
}
