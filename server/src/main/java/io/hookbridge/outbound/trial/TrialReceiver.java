package io.hookbridge.outbound.trial;

import io.hookbridge.access.Caller;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.SecretToken;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.WholeNumber;
import io.hookbridge.delivery.signing.SigningSecret;
import io.hookbridge.delivery.signing.VerifyDelivery;
import io.hookbridge.delivery.signing.VerifyingKey;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.delivery.target.TargetChange;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.outbound.endpoint.Endpoint;
import io.hookbridge.outbound.endpoint.EndpointFields;
import io.hookbridge.outbound.endpoint.Endpoints;
import io.hookbridge.retry.RetryChoice;
import io.hookbridge.retry.RetryPolicy;

import org.jdbi.v3.core.Jdbi;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Receives deliveries of the endpoints that lead to it, and answers what it thinks of their
 * signature: 401 if it is wrong, and if it is right what it was told to, 200 at first. It keeps
 * nothing; the answer is kept with the attempt, as that of any receiver.
 */
public final class TrialReceiver {

    private static final String PATH = "/try/";
    private static final String DESCRIPTION = "Built-in receiver";

    /** Answers later; no thread waits meanwhile. */
    private static final Executor SLOWLY =
            CompletableFuture.delayedExecutor(
                    TrialAnswer.SLOWLY_SECONDS,
                    TimeUnit.SECONDS,
                    task -> Thread.ofVirtual().start(task));

    /** The longest payload. */
    private static final int BODY = 1024 * 1024;

    private final TrialStore store;
    private final Endpoints endpoints;
    private final DeliveryTargets targets;
    private final String origin;
    private final InstantSource clock;

    /**
     * @param publicUrl where this installation is reached
     */
    public TrialReceiver(
            Jdbi jdbi,
            Endpoints endpoints,
            DeliveryTargets targets,
            URI publicUrl,
            InstantSource clock) {
        this.store = new TrialStore(jdbi);
        this.endpoints = endpoints;
        this.targets = targets;
        this.origin = publicUrl.toString().replaceFirst("/$", "");
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.open("POST", PATH + "{environment}/{token}", Route.waiting(this::receive))
                        .taking(BODY));
    }

    /** The endpoint of the environment that leads here; empty if there is none. */
    public Optional<EndpointId> endpoint(EnvironmentId environment) {
        return store.first(environment, origin + PATH).map(TrialStore.Found::id);
    }

    /**
     * What it was told.
     *
     * @param endpoint that leads to it
     * @param inTimeLapse whether the endpoint's retries come as {@link RetryPolicy#inTimeLapse}
     *     says of those that it would have without
     */
    public record Told(Endpoint endpoint, TrialAnswer answer, boolean inTimeLapse) {}

    /** What it was told in the environment; empty if no endpoint leads to it. */
    public Optional<Told> told(Caller caller) {
        return store.first(caller.environment().id(), origin + PATH)
                .flatMap(found ->
                        endpoints
                                .find(caller.environment().id(), found.id())
                                .map(endpoint ->
                                        new Told(
                                                endpoint,
                                                found.answer(),
                                                endpoint.retries()
                                                        .equals(inTimeLapse(endpoint, caller)))));
    }

    private RetryChoice inTimeLapse(Endpoint endpoint, Caller caller) {
        return endpoint.inherited().inTimeLapse(endpoints.retryLimits(caller).retries());
    }

    /**
     * Has it answer so from now on, also what is tried again. If no endpoint leads to it, one is
     * made; one that is paused because it answered 410 is resumed unless it is to do that again.
     *
     * @param inTimeLapse only in test; what the endpoint chooses of retries otherwise stays
     * @throws ApiError as the operations do that make and change endpoints
     */
    public EndpointId tell(
            TrialAnswer answer, boolean inTimeLapse, Caller caller, String requestId) {
        EndpointId id =
                endpoint(caller.environment().id()).orElseGet(() -> create(caller, requestId));
        Told before = told(caller).orElseThrow(TargetChange::notFound);
        store.answer(id, answer, clock.instant());
        if (inTimeLapse != before.inTimeLapse()) {
            RetryChoice retries =
                    inTimeLapse ? inTimeLapse(before.endpoint(), caller) : RetryChoice.NONE;
            EndpointFields fields =
                    new EndpointFields(null, null, null, null, null, null, null, retries, null);
            endpoints.update(id, fields, caller, requestId);
        }
        // A 410 from before may have paused it while this was under way, but cannot from here on.
        boolean isGone =
                endpoints.get(caller.environment().id(), id).paused() == Endpoint.Pause.GONE;
        if (isGone && answer != TrialAnswer.GONE) {
            endpoints.resume(id, caller, requestId);
        }
        return id;
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
                new EndpointFields(url, DESCRIPTION, null, null, null, null, null, null, null);
        return endpoints.create(fields, caller, requestId).endpoint().id();
    }

    private CompletionStage<Answer> receive(Call call) {
        TrialStore.Found found =
                EnvironmentId.parse(call.path("environment"))
                        .flatMap(environment -> store.find(environment, origin + call.target()))
                        .orElseThrow(TrialReceiver::leadsNowhere);
        DeliveryTarget target =
                targets.find(TargetId.of(found.id()))
                        .filter(it -> it.direction() == Direction.OUTBOUND && !it.deleted())
                        .orElseThrow(TrialReceiver::leadsNowhere);
        Answer.Raw verified = verify(call, target);
        return verified.status() == 200
                ? asTold(found.answer(), verified, call)
                : CompletableFuture.completedStage(verified);
    }

    private static ApiError leadsNowhere() {
        return ApiError.notFound("no endpoint leads here");
    }

    private static CompletionStage<Answer> asTold(
            TrialAnswer told, Answer.Raw verified, Call call) {
        return switch (told) {
            case SUCCESS -> CompletableFuture.completedStage(verified);
            case SLOW -> CompletableFuture.supplyAsync(() -> verified, SLOWLY);
            case ERROR -> CompletableFuture.completedStage(failed(500));
            case RECOVERY ->
                    CompletableFuture.completedStage(hasRecovered(call) ? verified : failed(500));
            case BUSY ->
                    CompletableFuture.completedStage(
                            failed(429)
                                    .header(
                                            "Retry-After",
                                            String.valueOf(TrialAnswer.RETRY_AFTER_SECONDS)));
            case GONE -> CompletableFuture.completedStage(failed(410));
        };
    }

    private static boolean hasRecovered(Call call) {
        return call.header("X-Webhook-Attempt")
                .flatMap(attempt ->
                        WholeNumber.parse(
                                attempt, TrialAnswer.RECOVERED_ATTEMPT, Integer.MAX_VALUE))
                .isPresent();
    }

    private static Answer.Raw failed(int status) {
        return said(status, "The signature is right. Answered " + status + ", as you told it to.");
    }

    private static Answer.Raw verify(Call call, DeliveryTarget target) {
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

    private static Answer.Raw said(int status, String sentence) {
        return Answer.text(status, "text/plain; charset=utf-8", sentence + "\n");
    }
}
