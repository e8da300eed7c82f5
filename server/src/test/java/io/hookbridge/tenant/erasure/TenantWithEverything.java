package io.hookbridge.tenant.erasure;

import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A tenant with a row in every table that holds something of tenants, so that none is forgotten.
 */
final class TenantWithEverything {

    /** What belongs to the installation, whoever its tenants are. */
    private static final List<String> OF_NOBODY =
            List.of(
                    "installation",
                    "flyway_schema_history",
                    "lease",
                    "node",
                    "running_server",
                    "schema_support",
                    "write_probe",
                    // Of days, and ids that go when the copy of a day follows what was erased.
                    "cold_segment",
                    "cold_partition",
                    "cold_change",
                    "billing_account",
                    "billing_event_list",
                    "billing_reconcile",
                    "plan_price");

    private static final String ROWS =
            """
            INSERT INTO tenant (id, name, created_at) VALUES (:tenant, 'Everything', now());
            INSERT INTO project (id, tenant_id, name, status, rate_limit_default, created_at, updated_at)
            VALUES (:project, :tenant, 'Default', 'active', 1000, now(), now());
            INSERT INTO environment (id, project_id, tenant_id, mode)
            VALUES (:project, :project, :tenant, 'live'), (:test, :project, :tenant, 'test');
            INSERT INTO api_key (id, environment_id, hash, prefix, permissions, created_at)
            VALUES (:key, :project, sha256(:key::text::bytea), 'hb_live_FAK', '{send}', now());
            INSERT INTO console_user (id, tenant_id, email, role, created_at)
            VALUES (:user, :tenant, :user::text || '@example.com', 'owner', now());
            INSERT INTO console_link (hash, user_id, expires_at)
            VALUES (sha256(:user::text::bytea), :user, now());
            INSERT INTO console_session
                   (hash, id, tenant_id, user_id, project_id, mode, created_at, last_seen_at, address, user_agent)
            VALUES (sha256(:user::text::bytea), :session, :tenant, :user, :project, 'live', now(), now(), '', '');
            INSERT INTO console_sent_form (session_id, hash, sent_at)
            VALUES (:session, sha256(:session::text::bytea), now());
            INSERT INTO audit_event (id, tenant_id, at, actor_kind, actor_id, action, subject, outcome)
            VALUES (:audit, :tenant, now(), 'user', 'user_' || :user::text, 'user.signed_in', 'x', 'done');
            INSERT INTO billing_customer (tenant_id, book, external_id, created_at)
            VALUES (:tenant, 'test', 'cus_' || :tenant::text, now());
            INSERT INTO subscription
                   (tenant_id, book, external_id, plan, status, raw_status, billing_interval, cancel_at_period_end,
                    metered, metered_since, current_period_start, current_period_end, updated_at)
            VALUES (:tenant, 'test', 'sub_FAKE', 'pro', 'active', 'active', 'monthly', false,
                    true, now(), now(), now() + interval '1 month', now());
            INSERT INTO heard_subscription (tenant_id, book, external_id, plan, status)
            VALUES (:tenant, 'test', 'sub_FAKE', 'pro', 'active');
            INSERT INTO last_known_invoices (tenant_id, book, customer_id, invoices, has_more, as_of)
            VALUES (:tenant, 'test', 'cus_FAKE', '[]', false, now());
            INSERT INTO customer_sync (tenant_id, book, taken, next_try_at) VALUES (:tenant, 'test', 1, now());
            INSERT INTO billing_inbox (book, event_id, type, customer_id, source, created_at, received_at)
            VALUES ('test', 'evt_' || :tenant::text, 'x', 'cus_' || :tenant::text, 'webhook', now(), now());
            INSERT INTO billing_reconcile (book, kind, state, started_at, with_access)
            VALUES ('test', 'nightly', 'scanning', now(), 0) ON CONFLICT DO NOTHING;
            INSERT INTO billing_reconcile_item (book, kind, tenant_id, what)
            VALUES ('test', 'nightly', :tenant, 'loss');
            INSERT INTO overage_report (tenant_id, book, hour, message_count, identifier, state, next_try_at, customer_id)
            VALUES (:tenant, 'test', date_bin('1 hour', now(), 'epoch'), 1, :tenant::text, 'pending', now(), 'cus_FAKE');
            INSERT INTO overage_hour (tenant_id, hour, message_count)
            VALUES (:tenant, date_bin('1 hour', now(), 'epoch'), 1);
            INSERT INTO usage_month (tenant_id, month, message_count, plan_limit) VALUES (:tenant, '2026-11-01', 2, 2);
            INSERT INTO usage_test_day (tenant_id, day, message_count) VALUES (:tenant, '2026-11-28', 2);
            INSERT INTO usage_threshold (tenant_id, month, percent, plan_limit, reached_at)
            VALUES (:tenant, '2026-11-01', 80, 2, now());
            INSERT INTO builtin_statement
                   (tenant_id, mode, number, plan, billing_interval, anchor, period_start, period_end, messages_before)
            VALUES (:tenant, 'test', 1, 'pro', 'monthly', now(), now(), now(), 0);
            INSERT INTO builtin_page_token
                   (hash, session_id, tenant_id, mode, maker_kind, maker_id, return_url, expires_at)
            VALUES (sha256(:tenant::text::bytea), :session, :tenant, 'test', 'system', 'x', 'https://app.example', now());
            INSERT INTO builtin_page_session
                   (hash, session_id, tenant_id, mode, maker_kind, maker_id, return_url, expires_at)
            VALUES (sha256(:tenant::text::bytea), :session, :tenant, 'test', 'system', 'x', 'https://app.example', now());
            INSERT INTO endpoint (id, environment_id, tenant_id, direction, url, place_sha256, created_at, updated_at)
            VALUES (:endpoint, :project, :tenant, 'outbound', 'https://receiver.example/', sha256('FAKE'), now(), now()),
                   (:source, :project, :tenant, 'inbound', '', NULL, now(), now());
            INSERT INTO inbound_endpoint (endpoint_id, mode, token_sealed) VALUES (:source, 'pull', 'FAKE');
            INSERT INTO inbound_preset (environment_id, id, document, created_at, updated_at)
            VALUES (:project, 'shop', '{}', now(), now());
            INSERT INTO inbound_rejection (environment_id, id, endpoint_id, reason_code, received_at, source_address)
            VALUES (:project, :rejection, :source, 'invalid_secret', now(), '192.0.2.1');
            INSERT INTO signing_key (id, endpoint_id, sealed, hint, created_at)
            VALUES (:signingKey, :endpoint, 'FAKE', 'FAKE', now());
            INSERT INTO message
                   (environment_id, id, endpoint_id, expires_on, size_bytes, created_at, payload_expires_at, keep_payload,
                    direction, content_type, payload_sha256, body)
            SELECT :project, unnest(ARRAY[:waiting, :delivered]), :endpoint,
                   (:until AT TIME ZONE 'UTC')::date, 2, now(),
                   :until, true, 'outbound', 'application/json', sha256('{}'), '{}';
            INSERT INTO message
                   (environment_id, id, endpoint_id, expires_on, size_bytes, created_at, payload_expires_at, keep_payload,
                    direction, content_type, payload_sha256, body)
            VALUES (:project, :event, :source, (:until AT TIME ZONE 'UTC')::date, 2, now(),
                    :until, true, 'pull', 'application/json', sha256('{}'), '{}');
            INSERT INTO pull_event
                   (environment_id, id, endpoint_id, status, content_type, size_bytes, received_at, processing_ms,
                    payload_expires_at)
            VALUES (:project, :event, :source, 'stored', 'application/json', 2, now(), 1, :until);
            INSERT INTO pull_clock (environment_id, endpoint_id, last_received_at, longest_kept)
            VALUES (:project, :source, now(), interval '1 day');
            INSERT INTO listen_line (environment_id, endpoint_id) VALUES (:project, :source);
            INSERT INTO listen_entry
                   (environment_id, endpoint_id, position, message_id, fence, expires_on, received_at, content_type,
                    size_bytes, entered_at)
            VALUES (:project, :source, 1, :event, 1, current_date, now(), 'application/json', 2, now());
            INSERT INTO listen_server (environment_id, endpoint_id, server, alive_until)
            VALUES (:project, :source, :event, now());
            INSERT INTO queue
                   (environment_id, id, endpoint_id, created_at, updated_at, status, due_at, fence, direction,
                    content_type, size_bytes, payload_sha256, payload_expires_at, keep_payload)
            VALUES (:project, :waiting, :endpoint, now(), now(), 'pending_retry', now(), 1, 'outbound',
                    'application/json', 2, sha256('{}'), :until, true);
            INSERT INTO outcome
                   (environment_id, id, endpoint_id, created_at, status, finished_at, fence,
                    attempt_count, replay_count, direction, content_type, size_bytes, payload_sha256, payload_expires_at, keep_payload)
            VALUES (:project, :delivered, :endpoint, now(), 'succeeded', now(), 1, 1, 0, 'outbound',
                    'application/json', 2, sha256('{}'), :until, true);
            INSERT INTO mark (environment_id, id, node, deleted_at, deleted_by_kind, deleted_by_id)
            VALUES (:project, :waiting, :waiting, now(), 'user', 'user_' || :user::text);
            INSERT INTO attempt
                   (environment_id, message_id, attempt_no, id, endpoint_id, started_at, url, latency_ms, decision)
            SELECT :project, unnest(ARRAY[:waiting, :delivered]), 1, :attempt, :endpoint, now(), 'https://receiver.example/',
                   1, 'done';
            INSERT INTO response_body (environment_id, message_id, attempt_no, expires_on, body)
            SELECT :project, unnest(ARRAY[:waiting, :delivered]), 1, (:until AT TIME ZONE 'UTC')::date, 'thanks';
            INSERT INTO idempotency_key (environment_id, target_id, key, message_id, payload_sha256, expires_at)
            VALUES (:project, :endpoint, 'order-1', :delivered, sha256('{}'), now());
            INSERT INTO same_bytes (environment_id, message_id, original_id, expires_at)
            VALUES (:project, :waiting, :delivered, now());
            INSERT INTO made_from (environment_id, message_id, original_id, made_at)
            VALUES (:project, :waiting, :delivered, now());
            INSERT INTO saved_search (id, tenant_id, environment_id, user_id, name, query, created_at)
            VALUES (gen_random_uuid(), :tenant, :project, :user, 'Dead', 'status:failed', now());
            INSERT INTO search_task (environment_id, id, expires_on)
            VALUES (ARRAY[:project], ARRAY[:delivered], ARRAY[(:until AT TIME ZONE 'UTC')::date]);
            INSERT INTO message_search (environment_id, id, until, terms)
            VALUES (:project, :delivered, (:until AT TIME ZONE 'UTC')::date, '{1}');
            INSERT INTO message_count_change
            VALUES (ARRAY[:project], ARRAY[:endpoint], '{outbound}', ARRAY[(extract(epoch FROM now()) / 60)::int],
                    '{2}', '{0}', '{0}', '{0}', '{0}', '{0}', '{0}', '{1}', '{0}', '{0}', '{0}', '{0}', '{7}', '{9}', '{1}', '{3}', '{1}');
            INSERT INTO message_count_minute
            SELECT :project, :endpoint, date_bin('1 minute', now(), 'epoch'), 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}';
            INSERT INTO message_count_hour
            SELECT :project, :endpoint, date_bin('1 hour', now(), 'epoch'), 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}';
            INSERT INTO message_count_day
            SELECT :project, :endpoint, date_bin('1 hour', now(), 'epoch'), 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}';
            INSERT INTO ledger (environment_id, accepted, succeeded, failed, deleted) VALUES (:project, 2, 1, 0, 0);
            INSERT INTO bulk_action
                   (id, environment_id, tenant_id, kind, direction, statuses, created_before, most, actor_kind, actor_id, request_id,
                    created_at, place, leased_until)
            VALUES (:bulk, :project, :tenant, 'replay', 'outbound', '{succeeded}', now(), 10, 'user', 'user_' || :user::text,
                    'req_FAKE', now(), :bulk, now());
            INSERT INTO export
                   (id, environment_id, status, direction, filter_start_time, filter_end_time, created_at, worked_at, link_secret)
            VALUES (:export, :project, 'pending', 'outbound', now() - interval '1 day', now(), now(), now(), sha256('FAKE'));
            INSERT INTO export_piece (export_id, piece_no, bytes) VALUES (:export, 0, 'FAKE');
            """;

    private static final List<String> IDS =
            List.of(
                    "tenant",
                    "project",
                    "test",
                    "key",
                    "user",
                    "session",
                    "audit",
                    "endpoint",
                    "source",
                    "rejection",
                    "event",
                    "signingKey",
                    "waiting",
                    "delivered",
                    "attempt",
                    "bulk",
                    "export");

    private final Jdbi jdbi;
    private final Map<String, UUID> ids = new LinkedHashMap<>();

    /**
     * @param until when its payloads expire
     */
    TenantWithEverything(Jdbi jdbi, Instant until) {
        this.jdbi = jdbi;
        Uuid7 fresh = new Uuid7(Instant::now);
        IDS.forEach(name -> ids.put(name, fresh.next()));
        jdbi.useTransaction(handle -> {
            for (String statement : ROWS.split(";\n")) {
                handle.createUpdate(statement)
                        .configure(SqlStatements.class, it -> it.setUnusedBindingAllowed(true))
                        .bindMap(ids)
                        .bind("until", until)
                        .execute();
            }
        });
    }

    TenantId id() {
        return new TenantId(id("tenant"));
    }

    UUID id(String name) {
        return Objects.requireNonNull(ids.get(name));
    }

    /**
     * How many rows of each table hold any of this tenant's identifiers in whatever column, without
     * those that have none.
     */
    Map<String, Long> rows() {
        String anyId =
                ids.values().stream()
                        .map(id -> id.toString().replace("-", ""))
                        .collect(Collectors.joining("|"));
        Map<String, Long> rows = new TreeMap<>();
        jdbi.useHandle(handle -> {
            for (String table : tablesOfTenants(jdbi)) {
                long count =
                        handle.createQuery(
                                        """
                                        SELECT count(*) FROM %s AS r
                                         WHERE replace(to_jsonb(r)::text, '-', '') ~ :anyId
                                        """
                                                .formatted(table))
                                .bind("anyId", anyId)
                                .mapTo(Long.class)
                                .one();
                if (count > 0) {
                    rows.put(table, count);
                }
            }
        });
        return rows;
    }

    /** Every table of the schema that is not the installation's own; of partitions their parent. */
    static List<String> tablesOfTenants(Jdbi jdbi) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT t.table_name
                                  FROM information_schema.tables t
                                  JOIN pg_class c ON c.oid = t.table_name::regclass
                                 WHERE t.table_schema = 'public'
                                   AND t.table_type = 'BASE TABLE'
                                   AND NOT c.relispartition
                                   AND t.table_name <> ALL (:ofNobody)
                                 ORDER BY t.table_name
                                """)
                        .bind("ofNobody", OF_NOBODY.toArray(String[]::new))
                        .mapTo(String.class)
                        .list());
    }
}
