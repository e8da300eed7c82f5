package io.hookbridge.outbound.endpoint;

import static io.hookbridge.outbound.endpoint.EndpointTrial.REQUEST;
import static io.hookbridge.outbound.endpoint.EndpointTrial.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hookbridge.access.Caller;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.SigningKeyId;
import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.key.SigningKey;
import io.hookbridge.delivery.key.SigningKeys;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.delivery.signing.SigningSecret;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.message.MessageRows;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

@Tag("database")
class EndpointsTest {

    private static final String GOOD = "https://good.example/webhooks";

    private final EndpointTrial trial = new EndpointTrial();
    private final Endpoints endpoints = trial.endpoints;

    @AfterEach
    void close() {
        trial.close();
    }

    @ParameterizedTest
    @CsvSource({
        "http://good.example/webhooks, INVALID_ENDPOINT",
        "ftp://good.example/webhooks, INVALID_ENDPOINT",
        "https://a.b, INVALID_ENDPOINT",
        "https://inside.example/webhooks, ENDPOINT_UNREACHABLE",
        "https://half.example/webhooks, ENDPOINT_UNREACHABLE",
        "https://127.0.0.1/webhooks, ENDPOINT_BLOCKED",
        "https://[::ffff:10.0.0.1]/webhooks, ENDPOINT_BLOCKED",
        "https://nowhere.example/webhooks, ENDPOINT_UNREACHABLE",
        "https://silent.example/webhooks, ENDPOINT_UNREACHABLE"
    })
    void a_url_that_nothing_can_be_sent_to_is_refused_for_a_new_endpoint_and_for_an_old_one(
            String bad, ErrorCode code) {
        assertThat(code(() -> trial.create(bad))).isEqualTo(code);

        EndpointId id = trial.create(GOOD).endpoint().id();
        assertThat(code(() -> endpoints.update(id, url(bad), trial.caller, REQUEST)))
                .isEqualTo(code);
        assertThat(endpoints.get(trial.caller.environment().id(), id).url()).isEqualTo(GOOD);
    }

    @Test
    void nothing_tells_whether_a_name_is_unknown_or_leads_inside() {
        assertThat(sentence("https://inside.example/webhooks"))
                .isEqualTo(sentence("https://half.example/webhooks"))
                .isEqualTo(sentence("https://nowhere.example/webhooks"));
    }

    @Test
    void who_names_a_host_that_nobody_answers_for_hears_that_it_may_be_tried_again() {
        assertThat(sentence("https://silent.example/webhooks"))
                .isEqualTo(
                        "the name of the url's host could not be looked up in time; check it, or try again");
    }

    private String sentence(String url) {
        return catchThrowableOfType(ApiError.class, () -> trial.create(url)).message();
    }

    @Test
    void a_url_that_stays_as_it_is_is_not_looked_up_again() {
        EndpointId id = trial.rows.endpoint("https://vanished.example/webhooks");

        endpoints.update(id, url("https://vanished.example/webhooks"), trial.caller, REQUEST);

        assertThat(trial.audited(id)).containsExactly("endpoint.updated");
    }

    @Test
    void of_two_that_resume_an_endpoint_at_once_one_does_and_is_written_down() {
        EndpointId id = trial.create(GOOD).endpoint().id();
        endpoints.pause(id, trial.caller, REQUEST);
        trial.rows.message(id).queued();
        trial.whileCounting =
                () -> {
                    trial.whileCounting = () -> {};
                    assertThat(endpoints.resume(id, trial.caller, REQUEST)).isEqualTo(1);
                };

        assertThat(endpoints.resume(id, trial.caller, REQUEST)).isZero();

        assertThat(trial.audited(id))
                .containsExactly("endpoint.created", "endpoint.paused", "endpoint.resumed");
        assertThat(trial.resumed).containsExactly(id);
    }

    @Test
    void of_callers_that_race_for_a_url_one_gets_it() {
        List<Object> results = race(6, _ -> trial.create(GOOD));

        assertThat(results).filteredOn(Endpoints.Created.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(ErrorCode.DUPLICATE_URL::equals).hasSize(5);
    }

    @Test
    void of_callers_that_race_with_other_spellings_of_a_url_one_gets_it() {
        List<String> spellings =
                List.of(
                        GOOD + "/a",
                        GOOD + "/./a",
                        GOOD + "/%61",
                        GOOD + "/b/../a",
                        GOOD + "/a?",
                        "HTTPS://GOOD.example:443/webhooks/a");

        List<Object> results = race(6, n -> trial.create(spellings.get(n)));

        assertThat(results).filteredOn(Endpoints.Created.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(ErrorCode.DUPLICATE_URL::equals).hasSize(5);
    }

    @Test
    void a_url_stays_as_it_was_given_and_may_be_spelled_anew() {
        EndpointId id = trial.create(GOOD + "/./x?").endpoint().id();
        assertThat(endpoints.get(trial.caller.environment().id(), id).url())
                .isEqualTo(GOOD + "/./x?");

        endpoints.update(id, url(GOOD + "/x"), trial.caller, REQUEST);

        assertThat(endpoints.get(trial.caller.environment().id(), id).url()).isEqualTo(GOOD + "/x");
        assertThat(trial.targets.find(TargetId.of(id)).orElseThrow().url()).isEqualTo(GOOD + "/x");
    }

    @Test
    void callers_that_race_for_the_last_places_of_the_plan_do_not_exceed_it() {
        List<Object> results = race(8, n -> trial.create(GOOD + n));

        assertThat(results).filteredOn(Endpoints.Created.class::isInstance).hasSize(5);
        assertThat(results).filteredOn(ErrorCode.FORBIDDEN::equals).hasSize(3);
        assertThat(endpoints.list(trial.caller.environment().id(), null, 10)).hasSize(5);
    }

    @Test
    void a_creation_and_a_change_that_race_for_a_url_do_not_both_get_it() {
        EndpointId other = trial.create(GOOD + "/other").endpoint().id();

        List<Object> results =
                race(
                        4,
                        n ->
                                n % 2 == 0
                                        ? trial.create(GOOD)
                                        : endpoints.update(
                                                other, url(GOOD), trial.caller, REQUEST));

        assertThat(results).contains(ErrorCode.DUPLICATE_URL);
        assertThat(endpoints.list(trial.caller.environment().id(), null, 10))
                .extracting(Endpoint::url)
                .containsOnlyOnce(GOOD);
    }

    @Test
    void the_plan_counts_all_projects_of_the_tenant_but_neither_deleted_endpoints_nor_projects() {
        EnvironmentId second = environment();
        Caller elsewhere = EndpointTrial.caller(trial.caller.tenant(), second);
        for (int n = 0; n < 3; n++) {
            endpoints.create(url(GOOD + n), elsewhere, REQUEST);
        }
        trial.create(GOOD + 1);
        EndpointId last = trial.create(GOOD + 2).endpoint().id();

        ApiError refusal = catchThrowableOfType(ApiError.class, () -> trial.create(GOOD));
        assertThat(refusal.code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(refusal.message()).contains("\"free\"").contains("5 endpoints");

        endpoints.delete(last, trial.caller, REQUEST);
        trial.create(GOOD + 3);
        trial.jdbi.useHandle(handle ->
                handle.execute(
                        "UPDATE project SET status = 'deleted', deleted_at = now() WHERE id = ?",
                        second.value()));
        trial.create(GOOD + 4);
        trial.create(GOOD + 5);
        trial.create(GOOD + 6);
        assertThat(code(() -> trial.create(GOOD))).isEqualTo(ErrorCode.FORBIDDEN);
    }

    @Test
    void a_refused_creation_leaves_nothing_behind() {
        for (int n = 0; n < 5; n++) {
            trial.create(GOOD + n);
        }
        assertThat(code(() -> trial.create(GOOD))).isEqualTo(ErrorCode.FORBIDDEN);

        assertThat(count("endpoint")).isEqualTo(5);
        assertThat(count("signing_key")).isEqualTo(5);
        assertThat(count("audit_event WHERE action = 'endpoint.created'")).isEqualTo(5);
    }

    @Test
    void callers_that_race_for_a_second_key_get_one() {
        EndpointId id = trial.create(GOOD).endpoint().id();

        List<Object> results =
                race(4, _ -> endpoints.keys().create(TargetId.of(id), trial.caller, REQUEST));

        assertThat(results).filteredOn(SigningKey.Issued.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(ErrorCode.MAX_SIGNING_KEYS_REACHED::equals).hasSize(3);
        assertThat(endpoints.keys().list(TargetId.of(id), trial.caller)).hasSize(2);
    }

    @Test
    void callers_that_race_to_delete_both_keys_leave_one() {
        Endpoints.Created created = trial.create(GOOD);
        EndpointId id = created.endpoint().id();
        SigningKeyId second = endpoints.keys().create(TargetId.of(id), trial.caller, REQUEST).id();
        List<SigningKeyId> keys = List.of(created.key().id(), second);

        List<Object> results =
                race(
                        2,
                        n -> {
                            endpoints
                                    .keys()
                                    .delete(TargetId.of(id), keys.get(n), trial.caller, REQUEST);
                            return "deleted";
                        });

        assertThat(results).containsExactlyInAnyOrder("deleted", ErrorCode.CANNOT_DELETE_LAST_KEY);
        assertThat(endpoints.keys().list(TargetId.of(id), trial.caller)).hasSize(1);
    }

    @Test
    void callers_that_race_to_rotate_leave_one_key() {
        EndpointId id = trial.create(GOOD).endpoint().id();

        List<Object> results =
                race(
                        4,
                        _ ->
                                endpoints
                                        .keys()
                                        .rotate(
                                                TargetId.of(id),
                                                Duration.ZERO,
                                                trial.caller,
                                                REQUEST));

        assertThat(results).hasOnlyElementsOfType(SigningKey.Rotated.class);
        assertThat(endpoints.keys().list(TargetId.of(id), trial.caller)).hasSize(1);
    }

    @Test
    void every_key_that_a_rotation_ends_at_once_is_written_down() {
        Endpoints.Created created = trial.create(GOOD);
        EndpointId id = created.endpoint().id();
        SigningKeyId second = endpoints.keys().create(TargetId.of(id), trial.caller, REQUEST).id();

        endpoints.keys().rotate(TargetId.of(id), Duration.ZERO, trial.caller, REQUEST);

        assertThat(trial.audited(created.key().id())).containsExactly("signing_key.deleted");
        assertThat(trial.audited(second))
                .containsExactly("signing_key.created", "signing_key.deleted");
    }

    @Test
    void every_change_is_written_down_and_what_changes_nothing_is_not() {
        EndpointId id = trial.create(GOOD).endpoint().id();
        endpoints.pause(id, trial.caller, REQUEST);
        endpoints.pause(id, trial.caller, REQUEST);
        endpoints.resume(id, trial.caller, REQUEST);
        endpoints.resume(id, trial.caller, REQUEST);
        endpoints.update(id, url(GOOD + "/2"), trial.caller, REQUEST);
        endpoints.delete(id, trial.caller, REQUEST);

        assertThat(trial.audited(id))
                .containsExactly(
                        "endpoint.created",
                        "endpoint.paused",
                        "endpoint.resumed",
                        "endpoint.updated",
                        "endpoint.deleted");
    }

    @Test
    void keys_that_come_and_go_are_written_down() {
        Endpoints.Created created = trial.create(GOOD);
        EndpointId id = created.endpoint().id();
        SigningKeyId second = endpoints.keys().create(TargetId.of(id), trial.caller, REQUEST).id();
        endpoints.keys().delete(TargetId.of(id), created.key().id(), trial.caller, REQUEST);
        SigningKeyId replaced =
                endpoints
                        .update(id, scheme(SignatureScheme.STANDARD_V1A), trial.caller, REQUEST)
                        .newKey()
                        .orElseThrow()
                        .id();

        assertThat(trial.audited(second))
                .containsExactly("signing_key.created", "signing_key.deleted");
        assertThat(trial.audited(created.key().id())).containsExactly("signing_key.deleted");
        assertThat(trial.audited(replaced)).containsExactly("signing_key.replaced");
    }

    @Test
    void a_scheme_of_the_same_kind_keeps_the_keys_and_another_kind_replaces_them_all() {
        Endpoints.Created created = trial.create(GOOD);
        EndpointId id = created.endpoint().id();
        endpoints.keys().create(TargetId.of(id), trial.caller, REQUEST);
        List<SigningKey> before = endpoints.keys().list(TargetId.of(id), trial.caller);

        assertThat(changed(id, SignatureScheme.STANDARD_V1).newKey()).isEmpty();
        assertThat(changed(id, SignatureScheme.HOOKBRIDGE).newKey()).isEmpty();
        assertThat(endpoints.keys().list(TargetId.of(id), trial.caller)).isEqualTo(before);

        SigningSecret pair =
                changed(id, SignatureScheme.STANDARD_V1A).newKey().orElseThrow().secret();
        assertThat(pair).isInstanceOf(SigningSecret.Pair.class);
        assertThat(keysOf(id)).containsExactly(pair);
        assertThat(changed(id, SignatureScheme.STANDARD_V1A).newKey()).isEmpty();

        SigningSecret shared =
                changed(id, SignatureScheme.STANDARD_V1).newKey().orElseThrow().secret();
        assertThat(shared).isInstanceOf(SigningSecret.Shared.class);
        assertThat(keysOf(id)).containsExactly(shared);
    }

    @Test
    void resuming_tells_how_many_messages_waited_and_wakes_the_deliveries() {
        EndpointId id = trial.create(GOOD).endpoint().id();
        EndpointId other = trial.create(GOOD + "/other").endpoint().id();
        endpoints.pause(id, trial.caller, REQUEST);
        MessageRows rows = trial.rows;
        rows.message(id).queued();
        rows.message(id).queued();
        rows.message(id).delivering(UUID.randomUUID());
        rows.message(id).pendingRetry(trial.now.plus(Duration.ofHours(1)), "slow");
        rows.message(id).pendingRetry(trial.now.minus(Duration.ofHours(1)), "slow");
        rows.message(id).succeeded();
        rows.message(other).queued();

        assertThat(endpoints.resume(id, trial.caller, REQUEST)).isEqualTo(3);
        assertThat(endpoints.resume(id, trial.caller, REQUEST)).isZero();
        assertThat(trial.resumed).containsExactly(id);
    }

    @Test
    void a_caller_resumes_what_the_receivers_410_paused_and_does_not_change_why_it_was() {
        EndpointId id = trial.create(GOOD).endpoint().id();
        trial.gone(id);

        endpoints.pause(id, trial.caller, REQUEST);
        assertThat(endpoints.get(trial.caller.environment().id(), id).paused())
                .isEqualTo(Endpoint.Pause.GONE);

        endpoints.resume(id, trial.caller, REQUEST);
        assertThat(endpoints.get(trial.caller.environment().id(), id).paused()).isNull();
    }

    @Test
    void nothing_of_another_project_or_tenant_can_be_seen_or_changed() {
        Endpoints.Created mine = trial.create(GOOD);
        EndpointId id = mine.endpoint().id();
        SigningKeyId key = mine.key().id();
        MessageRows strangers = MessageRows.ofStranger(trial.jdbi);
        for (Caller stranger :
                List.of(
                        EndpointTrial.caller(strangers.tenant(), strangers.environment()),
                        EndpointTrial.caller(trial.caller.tenant(), environment()))) {
            SigningKeys keys = endpoints.keys();
            Stream.<ThrowingCallable>of(
                            () -> endpoints.get(stranger.environment().id(), id),
                            () -> endpoints.update(id, url(GOOD + "/2"), stranger, REQUEST),
                            () -> endpoints.pause(id, stranger, REQUEST),
                            () -> endpoints.resume(id, stranger, REQUEST),
                            () -> endpoints.delete(id, stranger, REQUEST),
                            () -> keys.list(TargetId.of(id), stranger),
                            () -> keys.create(TargetId.of(id), stranger, REQUEST),
                            () -> keys.delete(TargetId.of(id), key, stranger, REQUEST))
                    .forEach(call -> assertThat(code(call)).isEqualTo(ErrorCode.NOT_FOUND));
            assertThat(endpoints.list(stranger.environment().id(), null, 10)).isEmpty();
            EndpointId own = endpoints.create(url(GOOD), stranger, REQUEST).endpoint().id();
            assertThat(code(() -> keys.delete(TargetId.of(own), key, stranger, REQUEST)))
                    .isEqualTo(ErrorCode.NOT_FOUND);
        }
        assertThat(endpoints.get(trial.caller.environment().id(), id)).isEqualTo(mine.endpoint());
        assertThat(trial.audited(id)).containsExactly("endpoint.created");
    }

    private Endpoints.Changed changed(EndpointId id, SignatureScheme scheme) {
        return endpoints.update(id, scheme(scheme), trial.caller, REQUEST);
    }

    private static EndpointFields scheme(SignatureScheme scheme) {
        return new EndpointFields(null, null, null, null, null, null, scheme, null, null);
    }

    private List<SigningSecret> keysOf(EndpointId id) {
        return trial.targets.find(TargetId.of(id)).orElseThrow().keys();
    }

    /** The live environment of another project of the same tenant. */
    private EnvironmentId environment() {
        EnvironmentId id = new EnvironmentId(trial.ids.next());
        trial.jdbi.useHandle(handle -> {
            handle.execute(
                    """
                    INSERT INTO project (id, tenant_id, name, status, rate_limit_default, created_at, updated_at)
                    VALUES (?, ?, 'Other', 'active', 1000, now(), now())
                    """,
                    id.value(),
                    trial.caller.tenant().value());
            handle.execute(
                    "INSERT INTO environment (id, project_id, tenant_id, mode) VALUES (?, ?, ?, 'live')",
                    id.value(),
                    id.value(),
                    trial.caller.tenant().value());
        });
        return id;
    }

    private int count(String rows) {
        return trial.jdbi.withHandle(handle ->
                handle.createQuery("SELECT count(*) FROM " + rows).mapTo(Integer.class).one());
    }

    private static ErrorCode code(ThrowingCallable call) {
        return catchThrowableOfType(ApiError.class, call).code();
    }

    /** What each of so many callers gets who call at once: the result, or the refusal's code. */
    private static List<Object> race(int callers, Racer racer) {
        CyclicBarrier start = new CyclicBarrier(callers);
        try (var threads = Executors.newFixedThreadPool(callers)) {
            List<Callable<Object>> calls =
                    IntStream.range(0, callers)
                            .<Callable<Object>>mapToObj(n ->
                                    () -> {
                                        start.await();
                                        try {
                                            return racer.call(n);
                                        } catch (ApiError refusal) {
                                            return refusal.code();
                                        }
                                    })
                            .toList();
            List<Object> results = new ArrayList<>();
            for (Future<Object> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private interface Racer {
        Object call(int number);
    }
}
