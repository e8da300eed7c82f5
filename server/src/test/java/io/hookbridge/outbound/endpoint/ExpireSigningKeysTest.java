package io.hookbridge.outbound.endpoint;

import static io.hookbridge.outbound.endpoint.EndpointTrial.REQUEST;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.SigningKeyId;
import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.key.ExpireSigningKeys;
import io.hookbridge.delivery.key.SigningKey;
import io.hookbridge.delivery.key.SigningKeys;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A key that another took the place of ends by itself, whatever else is done with the endpoint. */
@Tag("database")
class ExpireSigningKeysTest {

    private static final String GOOD = "https://good.example/webhooks";
    private static final Duration OVERLAP = Duration.ofHours(2);

    private final EndpointTrial trial = new EndpointTrial();
    private final SigningKeys keys = trial.endpoints.keys();

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void an_old_key_signs_until_its_time_is_over_and_then_no_more() {
        Endpoints.Created created = trial.create(GOOD);
        EndpointId id = created.endpoint().id();
        keys.rotate(TargetId.of(id), OVERLAP, trial.caller, REQUEST);

        expire(trial.now.plus(OVERLAP).minus(Duration.ofMinutes(1)));
        assertThat(trial.targets.find(TargetId.of(id)).orElseThrow().keys()).hasSize(2);

        expire(trial.now.plus(OVERLAP));
        assertThat(keys.list(TargetId.of(id), trial.caller))
                .singleElement()
                .matches(key -> key.expiresAt() == null);
        expire(trial.now.plus(OVERLAP));
        assertThat(keys.list(TargetId.of(id), trial.caller)).hasSize(1);
        assertThat(trial.audited(created.key().id())).containsExactly("signing_key.expired");
    }

    @Test
    void a_rotation_under_way_and_the_end_of_its_old_key_do_not_lock_each_other_out() {
        Endpoints.Created created = trial.create(GOOD);
        EndpointId id = created.endpoint().id();
        SigningKeyId old = created.key().id();
        SigningKeyId newest =
                keys.rotate(TargetId.of(id), OVERLAP, trial.caller, REQUEST).key().id();
        Instant over = trial.now.plus(OVERLAP);

        expireDuring(
                id,
                over,
                rotation -> change(rotation, "expires_at", newest, over.plus(OVERLAP)),
                rotation -> change(rotation, "deleted_at", old, over));

        assertThat(keys.list(TargetId.of(id), trial.caller))
                .extracting(SigningKey::id)
                .containsExactly(newest);
        assertThat(trial.audited(old)).isEmpty();
    }

    @Test
    void a_key_whose_time_was_lengthened_meanwhile_goes_on() {
        Endpoints.Created created = trial.create(GOOD);
        EndpointId id = created.endpoint().id();
        SigningKeyId old = created.key().id();
        keys.rotate(TargetId.of(id), OVERLAP, trial.caller, REQUEST);
        Instant over = trial.now.plus(OVERLAP);

        expireDuring(
                id, over, change -> change(change, "expires_at", old, over.plus(OVERLAP)), _ -> {});

        assertThat(keys.list(TargetId.of(id), trial.caller)).hasSize(2);
        assertThat(trial.audited(old)).isEmpty();
    }

    /**
     * Ends keys while another transaction changes those of the endpoint.
     *
     * @param before what that does first
     * @param after what it does when the end waits for it
     */
    private void expireDuring(
            EndpointId id, Instant now, Consumer<Handle> before, Consumer<Handle> after) {
        CompletableFuture<Void> end;
        try (Handle change = trial.jdbi.open()) {
            change.begin();
            change.execute("SELECT FROM endpoint WHERE id = ? FOR NO KEY UPDATE", id.value());
            before.accept(change);
            end = CompletableFuture.runAsync(() -> expire(now));
            Patience.until("the end waits for the change", this::somebodyWaits);
            after.accept(change);
            change.commit();
        }
        end.orTimeout(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS).join();
    }

    private void expire(Instant now) {
        new ExpireSigningKeys(trial.jdbi, trial.ids, () -> now).step();
    }

    private static void change(Handle handle, String column, SigningKeyId key, Instant to) {
        handle.createUpdate("UPDATE signing_key SET %s = :to WHERE id = :id".formatted(column))
                .bind("to", to)
                .bind("id", key.value())
                .execute();
    }

    private boolean somebodyWaits() {
        return trial.jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT EXISTS (SELECT FROM pg_stat_activity
                                                WHERE datname = current_database()
                                                  AND wait_event_type = 'Lock')
                                """)
                        .mapTo(Boolean.class)
                        .one());
    }
}
