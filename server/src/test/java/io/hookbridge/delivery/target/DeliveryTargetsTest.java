package io.hookbridge.delivery.target;

import static io.hookbridge.outbound.endpoint.EndpointTrial.REQUEST;
import static io.hookbridge.outbound.endpoint.EndpointTrial.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.Statements;
import io.hookbridge.db.cache.ChangeWatch;
import io.hookbridge.delivery.key.SigningKey;
import io.hookbridge.delivery.signing.SignatureScheme;
import io.hookbridge.message.MessageRows;
import io.hookbridge.outbound.endpoint.Endpoint;
import io.hookbridge.outbound.endpoint.EndpointFields;
import io.hookbridge.outbound.endpoint.EndpointTrial;
import io.hookbridge.outbound.endpoint.Endpoints;
import io.hookbridge.retry.RetryPolicy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

@Tag("database")
class DeliveryTargetsTest {

    private static final String GOOD = "https://good.example/webhooks";

    private final EndpointTrial trial = new EndpointTrial();
    private final DeliveryTargets targets = trial.targets;

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void a_target_holds_all_that_accepting_and_delivering_need() {
        EndpointFields fields =
                new EndpointFields(
                        GOOD,
                        "Orders",
                        20,
                        40,
                        Map.of("X-Tenant", "acme", "X-B", "2"),
                        true,
                        SignatureScheme.STANDARD_V1,
                        null,
                        null);
        Endpoints.Created created = trial.endpoints.create(fields, trial.caller, REQUEST);
        EndpointId id = created.endpoint().id();
        SigningKey.Issued second =
                trial.endpoints.keys().create(TargetId.of(id), trial.caller, REQUEST);

        assertThat(targets.find(TargetId.of(id)))
                .contains(
                        new DeliveryTarget(
                                TargetId.of(id),
                                trial.caller.environment(),
                                Direction.OUTBOUND,
                                GOOD,
                                Map.of("X-Tenant", "acme", "X-B", "2"),
                                20,
                                40,
                                SignatureScheme.STANDARD_V1,
                                true,
                                List.of(created.key().secret(), second.secret()),
                                null,
                                RetryPolicy.DEFAULT,
                                null,
                                false,
                                false));
    }

    @Test
    void without_a_burst_as_many_go_at_once_as_in_a_second() {
        EndpointId id = trial.create(GOOD).endpoint().id();
        assertThat(targets.find(TargetId.of(id)).orElseThrow().burst()).isZero();

        change("rate_limit_rps = 7");
        assertThat(targets.find(TargetId.of(id)).orElseThrow().burst()).isEqualTo(7);
    }

    @Test
    void a_target_is_answered_from_memory_while_no_endpoint_changes() {
        EndpointId id = trial.create(GOOD).endpoint().id();
        trial.changes.look();
        assertThat(urlOf(id)).isEqualTo(GOOD);
        trial.jdbi.useHandle(
                handle -> handle.execute("ALTER TABLE endpoint DISABLE TRIGGER endpoint_change"));
        change("url = url || '/unnoticed'");
        trial.changes.look();

        assertThat(urlOf(id)).isEqualTo(GOOD);
    }

    @Test
    void a_change_on_another_node_is_seen_with_the_next_look() {
        EndpointId id = trial.create(GOOD).endpoint().id();
        ChangeWatch changesOfOther = new ChangeWatch(trial.jdbi, trial.nanos::get);
        DeliveryTargets other = trial.targets(changesOfOther);
        changesOfOther.look();
        assertThat(other.find(TargetId.of(id)).orElseThrow().url()).isEqualTo(GOOD);

        trial.endpoints.update(id, url(GOOD + "/2"), trial.caller, REQUEST);
        trial.endpoints.pause(id, trial.caller, REQUEST);
        assertThat(other.find(TargetId.of(id)).orElseThrow().url()).isEqualTo(GOOD);
        changesOfOther.look();
        assertThat(other.find(TargetId.of(id)).orElseThrow().url()).isEqualTo(GOOD + "/2");
        assertThat(other.find(TargetId.of(id)).orElseThrow().paused()).isTrue();

        trial.endpoints.keys().create(TargetId.of(id), trial.caller, REQUEST);
        changesOfOther.look();
        assertThat(other.find(TargetId.of(id)).orElseThrow().keys()).hasSize(2);

        trial.jdbi.useHandle(handle -> handle.execute("UPDATE signing_key SET deleted_at = now()"));
        changesOfOther.look();
        assertThat(other.find(TargetId.of(id)).orElseThrow().keys()).isEmpty();
        assertThat(ChangeWatch.TRUSTED).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void retries_are_as_the_endpoint_chose_or_its_project_and_a_change_of_either_is_seen() {
        EndpointId id = trial.create(GOOD).endpoint().id();
        trial.changes.look();
        assertThat(retriesOf(id)).isEqualTo(RetryPolicy.DEFAULT);

        execute(
                "UPDATE project SET retry_policy = '{\"delays_seconds\":[5],\"timeout_seconds\":60}'");
        trial.changes.look();
        assertThat(retriesOf(id).delays()).containsExactly(Duration.ofSeconds(5));

        change("retry_policy = '{\"attempts\":3}'");
        trial.changes.look();
        assertThat(retriesOf(id).attempts()).isEqualTo(3);
        assertThat(retriesOf(id).timeout()).isEqualTo(Duration.ofSeconds(60));
    }

    private RetryPolicy retriesOf(EndpointId id) {
        return targets.find(TargetId.of(id)).orElseThrow().retries();
    }

    private void execute(String statement) {
        trial.jdbi.useHandle(handle -> handle.execute(statement));
    }

    @Test
    void a_new_endpoint_has_nothing_read_again_and_a_change_only_what_is_of_its_project() {
        EndpointId own = trial.create(GOOD).endpoint().id();
        EndpointId ofStranger = MessageRows.ofStranger(trial.jdbi).endpoint();
        trial.changes.look();
        List<EndpointId> both = List.of(own, ofStranger);
        both.forEach(id -> targets.find(TargetId.of(id)));

        EndpointId fresh = trial.create(GOOD + "/new").endpoint().id();
        trial.changes.look();
        assertThat(statementsOf(() -> both.forEach(id -> targets.find(TargetId.of(id))))).isZero();

        trial.endpoints.keys().create(TargetId.of(fresh), trial.caller, REQUEST);
        trial.changes.look();
        assertThat(statementsOf(() -> targets.find(TargetId.of(ofStranger)))).isZero();
        assertThat(statementsOf(() -> targets.find(TargetId.of(own)))).isEqualTo(1);
    }

    @Test
    void what_a_project_or_its_tenant_becomes_is_seen_of_its_endpoints_alone() {
        EndpointId own = trial.create(GOOD).endpoint().id();
        MessageRows stranger = MessageRows.ofStranger(trial.jdbi);
        EndpointId ofStranger = stranger.endpoint();
        trial.changes.look();
        List.of(own, ofStranger).forEach(id -> targets.find(TargetId.of(id)));

        trial.jdbi.useHandle(handle ->
                handle.execute(
                        "UPDATE tenant SET status = 'suspended' WHERE id = ?",
                        stranger.tenant().value()));
        trial.changes.look();
        assertThat(statementsOf(() -> targets.find(TargetId.of(own)))).isZero();
        assertThat(targets.find(TargetId.of(ofStranger)).orElseThrow().paused()).isTrue();

        trial.jdbi.useHandle(handle ->
                handle.execute(
                        "UPDATE project SET deleted_at = now(), status = 'deleted' WHERE id = ?",
                        trial.caller.project().value()));
        trial.changes.look();
        assertThat(statementsOf(() -> targets.find(TargetId.of(ofStranger)))).isZero();
        assertThat(targets.find(TargetId.of(own)).orElseThrow().deleted()).isTrue();
    }

    @Test
    void when_changes_are_not_watched_the_database_is_asked() {
        EndpointId id = trial.create(GOOD).endpoint().id();
        trial.changes.look();
        assertThat(urlOf(id)).isEqualTo(GOOD);
        change("url = url || '/2'");

        trial.nanos.addAndGet(ChangeWatch.TRUSTED.toNanos() + 1);

        assertThat(urlOf(id)).isEqualTo(GOOD + "/2");
    }

    @Test
    void a_change_on_this_node_is_seen_at_once() {
        EndpointId id = trial.create(GOOD).endpoint().id();
        trial.changes.look();
        assertThat(targets.find(TargetId.of(id)).orElseThrow().keys()).hasSize(1);

        trial.endpoints.keys().create(TargetId.of(id), trial.caller, REQUEST);
        assertThat(targets.find(TargetId.of(id)).orElseThrow().keys()).hasSize(2);
        trial.endpoints.pause(id, trial.caller, REQUEST);
        assertThat(targets.find(TargetId.of(id)).orElseThrow().paused()).isTrue();
        trial.endpoints.update(id, url(GOOD + "/2"), trial.caller, REQUEST);
        assertThat(urlOf(id)).isEqualTo(GOOD + "/2");
        trial.endpoints.delete(id, trial.caller, REQUEST);
        assertThat(targets.find(TargetId.of(id)).orElseThrow().deleted()).isTrue();
    }

    @Test
    void what_there_never_was_is_not_found() {
        assertThat(targets.find(new TargetId(trial.ids.next()))).isEmpty();
    }

    @Test
    void a_key_that_was_moved_to_another_row_does_not_open() {
        EndpointId id = trial.create(GOOD + 1).endpoint().id();
        trial.create(GOOD + 2);
        trial.jdbi.useHandle(handle ->
                handle.execute(
                        """
                        UPDATE signing_key SET sealed =
                            (SELECT other.sealed FROM signing_key other WHERE other.id <> signing_key.id)
                        """));

        assertThatThrownBy(() -> targets.find(TargetId.of(id)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sk_");
    }

    @Test
    void a_receiver_that_is_gone_pauses_its_endpoint_once_and_the_server_says_why() {
        EndpointId id = trial.create(GOOD).endpoint().id();
        trial.changes.look();
        assertThat(targets.find(TargetId.of(id)).orElseThrow().paused()).isFalse();

        trial.gone(id);
        trial.gone(id);

        assertThat(targets.find(TargetId.of(id)).orElseThrow().paused()).isTrue();
        assertThat(trial.endpoints.get(trial.caller.environment().id(), id).paused())
                .isEqualTo(Endpoint.Pause.GONE);
        assertThat(trial.audited(id)).containsExactly("endpoint.created", "endpoint.paused");
        String record =
                trial.jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT actor_kind || ' ' || actor_id || ' ' || detail
                                          FROM audit_event
                                         WHERE action = 'endpoint.paused'
                                        """)
                                .mapTo(String.class)
                                .one());
        assertThat(record).isEqualTo("system delivery gone");
    }

    @Test
    void a_receiver_that_is_gone_still_has_no_node_read_its_endpoints_again() {
        EndpointId id = trial.create(GOOD).endpoint().id();
        EndpointId other = trial.create(GOOD + 2).endpoint().id();
        trial.gone(id);
        trial.changes.look();
        targets.find(TargetId.of(other));

        trial.gone(id);
        trial.changes.look();

        assertThat(statementsOf(() -> targets.find(TargetId.of(other)))).isZero();
    }

    @Test
    void what_a_caller_paused_or_deleted_stays_so_when_the_receiver_is_gone() {
        EndpointId paused = trial.create(GOOD + 1).endpoint().id();
        EndpointId deleted = trial.create(GOOD + 2).endpoint().id();
        trial.endpoints.pause(paused, trial.caller, REQUEST);
        trial.endpoints.delete(deleted, trial.caller, REQUEST);

        trial.gone(paused);
        trial.gone(deleted);
        targets.pauseBecauseGone(
                TargetId.of(new EndpointId(trial.ids.next())), GOOD, trial.now, trial.now);

        assertThat(trial.endpoints.get(trial.caller.environment().id(), paused).paused())
                .isEqualTo(Endpoint.Pause.REQUESTED);
        assertThat(targets.find(TargetId.of(deleted)).orElseThrow().paused()).isFalse();
    }

    @Test
    void what_leads_elsewhere_or_was_changed_stays_so_when_the_receiver_of_before_is_gone() {
        EndpointId elsewhere = trial.create(GOOD + 1).endpoint().id();
        EndpointId changed = trial.create(GOOD + 2).endpoint().id();

        targets.pauseBecauseGone(TargetId.of(elsewhere), GOOD, trial.now, trial.now);
        targets.pauseBecauseGone(
                TargetId.of(changed), urlOf(changed), trial.now.minusMillis(1), trial.now);

        assertThat(targets.find(TargetId.of(elsewhere)).orElseThrow().paused()).isFalse();
        assertThat(targets.find(TargetId.of(changed)).orElseThrow().paused()).isFalse();
    }

    private int statementsOf(Runnable work) {
        return Statements.of(trial.jdbi, work);
    }

    private String urlOf(EndpointId id) {
        return targets.find(TargetId.of(id)).orElseThrow().url();
    }

    /** As another node does it: this one is told nothing. */
    private void change(String assignments) {
        trial.jdbi.useHandle(handle -> handle.execute("UPDATE endpoint SET " + assignments));
    }
}
