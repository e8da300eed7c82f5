package io.hookbridge.message.cold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.hookbridge.base.MessageId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.bucket.Bucket;
import io.hookbridge.bucket.BucketException;
import io.hookbridge.bucket.BucketSettings;
import io.hookbridge.bucket.BucketTrouble;
import io.hookbridge.bucket.TestStorage;
import io.hookbridge.message.cold.RewriteStore.Way;
import io.hookbridge.message.search.DropTasks;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

@Tag("database")
class MovePayloadsTest {

    @AutoClose private static final TestStorage s3 = new TestStorage();

    private final ColdTrial trial = new ColdTrial();
    private final ColdStorage storage = ColdTrial.storage(s3.settings());
    private final ColdPayloads reading = trial.reading(storage);
    private final Map<MessageId, String> payloads = new HashMap<>();

    @BeforeEach
    void empty_bucket() {
        s3.objects().forEach(s3.bucket()::delete);
    }

    @AfterEach
    void close() {
        trial.close();
    }

    private MessageId old(int number) {
        String payload = ColdTrial.json(number, 1000);
        MessageId id = trial.old(payload);
        payloads.put(id, payload);
        return id;
    }

    private List<MessageId> old(int from, int to) {
        List<MessageId> ids = new ArrayList<>();
        for (int number = from; number < to; number++) {
            ids.add(old(number));
        }
        return ids;
    }

    private void assertReadable() {
        payloads.forEach((id, payload) -> assertThat(read(id)).isEqualTo(payload));
        assertThat(trial.count("message")).isEqualTo(payloads.size());
    }

    private String read(MessageId id) {
        return new String(reading.read(trial.stored(id).orElseThrow()), StandardCharsets.UTF_8);
    }

    @Test
    void what_is_old_and_not_small_moves_and_can_be_read() throws IOException {
        List<MessageId> old = old(0, 5);
        MessageId small = trial.old("{\"n\":1}");
        MessageId young = trial.message(Duration.ofDays(1), ColdTrial.json(9, 1000));
        payloads.put(small, "{\"n\":1}");
        payloads.put(young, ColdTrial.json(9, 1000));

        trial.moving(storage).step();

        assertThat(old).allMatch(trial::isCold);
        assertThat(trial.isCold(small)).isFalse();
        assertThat(trial.isCold(young)).isFalse();
        assertReadable();
        assertThat(trial.count("cold_segment WHERE state = 'live' AND payloads = 5")).isEqualTo(1);
        assertThat(trial.count("cold_change")).isZero();
        assertThat(s3.objects()).hasSize(2).allMatch(name -> name.startsWith(trial.day + "/"));
        assertThat(trial.meters.counter("hookbridge.cold.moved").count()).isEqualTo(5);
        explains_itself(old);
    }

    /** The bucket alone says what lies in it. */
    private void explains_itself(List<MessageId> ids) throws IOException {
        String index =
                s3.objects().stream()
                        .filter(name -> name.endsWith(".gz"))
                        .findFirst()
                        .orElseThrow();
        List<String> lines;
        try (var unzipped =
                new GZIPInputStream(new ByteArrayInputStream(s3.bucket().read(index)))) {
            lines = new String(unzipped.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
        assertThat(lines.getFirst())
                .contains(
                        "HookBridge cold payloads, version 1", "AES-256-GCM", trial.day.toString());
        assertThat(lines).hasSize(ids.size() + 1);
        for (MessageId id : ids) {
            assertThat(lines)
                    .anyMatch(line -> line.contains("\"message_id\":\"" + id.value() + "\""));
        }
    }

    @Test
    void what_is_under_way_or_not_indexed_yet_does_not_move() {
        old(0, 3);
        Duration age = Duration.ofDays(ColdTrial.DAYS).plusHours(2);
        MessageId unindexed = trial.message(age, ColdTrial.json(3, 1000));
        MessageId later = trial.message(age.minusHours(1), ColdTrial.json(4, 1000));
        toBeIndexed(unindexed);

        trial.moving(storage).step();

        assertThat(trial.isCold(unindexed)).isFalse();
        assertThat(trial.isCold(later)).isFalse();
        assertThat(trial.count("message WHERE cold_segment IS NOT NULL")).isEqualTo(3);
    }

    @Test
    void what_was_to_be_indexed_when_the_search_was_turned_off_keeps_nothing_from_moving() {
        Duration age = Duration.ofDays(ColdTrial.DAYS).plusHours(2);
        MessageId unindexed = trial.message(age, ColdTrial.json(0, 1000));
        MessageId later = trial.message(age.minusHours(1), ColdTrial.json(1, 1000));
        toBeIndexed(unindexed);
        MessageId young = trial.message(Duration.ofMinutes(50), "{}");
        toBeIndexed(young);

        new DropTasks(trial.jdbi, () -> trial.now).step();
        trial.moving(storage).step();

        assertThat(trial.isCold(unindexed)).isTrue();
        assertThat(trial.isCold(later)).isTrue();
        // By another server, which has it on.
        assertThat(trial.count("search_task")).isEqualTo(1);
    }

    private void toBeIndexed(MessageId id) {
        trial.jdbi.useHandle(handle ->
                handle.execute(
                        "INSERT INTO search_task VALUES (ARRAY[?::uuid], ARRAY[?::uuid], ARRAY[?::date])",
                        trial.rows.environment().value(),
                        id.value(),
                        trial.day));
    }

    @Test
    void what_came_later_moves_when_it_is_old_and_what_moved_stays() {
        old(0, 3);
        trial.moving(storage).step();
        List<MessageId> later = new ArrayList<>();
        for (int number = 3; number < 6; number++) {
            String payload = ColdTrial.json(number, 1000);
            later.add(trial.message(Duration.ofDays(2), payload));
            payloads.put(later.getLast(), payload);
        }
        trial.moving(storage).step();
        assertThat(later).noneMatch(trial::isCold);

        trial.now = trial.now.plus(Duration.ofDays(6));
        trial.moving(storage).step();

        assertThat(later).allMatch(trial::isCold);
        assertThat(trial.count("cold_segment WHERE state = 'live'")).isEqualTo(2);
        assertReadable();
    }

    @Test
    void a_partition_of_mostly_young_payloads_is_left_alone() {
        MessageId old = old(0);
        for (int number = 1; number < 4; number++) {
            trial.message(Duration.ofDays(1), ColdTrial.json(number, 1000));
        }

        trial.moving(storage).step();

        assertThat(trial.isCold(old)).isFalse();
        assertThat(s3.objects()).isEmpty();
    }

    @Test
    void what_changes_while_a_partition_is_rewritten_is_neither_lost_nor_brought_back() {
        List<MessageId> ids = old(0, 6);
        RewriteStore store = trial.store();
        store.begin(trial.day, Way.MOVE, Uuid7.firstOf(trial.now));
        RewritePartition rewrite = rewriting(store);
        erase(ids.get(0));
        assertThat(rewrite.chunk(store.underWay().orElseThrow()).isEnd()).isTrue();
        erase(ids.get(1));
        MessageId accepted = old(6);
        MessageId gone = old(7);
        erase(gone);

        trial.moving(storage).step();

        assertThat(trial.count("cold_partition WHERE rewriting IS NOT NULL")).isZero();
        assertThat(ids.subList(2, 6)).allMatch(trial::isCold);
        assertThat(trial.isCold(accepted)).isFalse();
        assertReadable();
        assertThat(trial.stored(gone)).isEmpty();
        assertThat(trial.count("cold_change")).isZero();
    }

    @Test
    void thousands_of_changes_are_followed_in_several_transactions() {
        MessageId first = old(0);
        copies(first, 1, 1_500);
        RewriteStore store = trial.store();
        store.begin(trial.day, Way.MOVE, Uuid7.firstOf(trial.now));
        rewriting(store).chunk(store.underWay().orElseThrow());
        copies(first, 1_501, 3_200);
        trial.jdbi.useHandle(handle ->
                handle.execute(
                        "DELETE FROM message WHERE id IN (SELECT id FROM message WHERE id <> ? ORDER BY id LIMIT 1_200)",
                        first.value()));
        assertThat(trial.count("cold_change")).isEqualTo(1_700 + 1_200);
        String before = ids();

        trial.moving(storage).step();

        assertThat(trial.count("cold_partition WHERE rewriting IS NOT NULL")).isZero();
        assertThat(trial.count("cold_change")).isZero();
        assertThat(ids()).isEqualTo(before);
        assertThat(trial.count("message WHERE cold_segment IS NOT NULL")).isEqualTo(301);
        assertThat(read(first)).isEqualTo(payloads.get(first));
    }

    /** Rows like that of a message, with ids that count from there. */
    private void copies(MessageId of, int from, int to) {
        String columns =
                RewriteStore.ALL.replaceFirst(
                        " id,",
                        " overlay(id::text PLACING lpad(to_hex(n), 12, '0') FROM 25)::uuid,");
        trial.jdbi.useHandle(handle ->
                handle.execute(
                        "INSERT INTO message (%s) SELECT %s FROM message, generate_series(?, ?) AS n WHERE id = ?"
                                .formatted(RewriteStore.ALL, columns),
                        from,
                        to,
                        of.value()));
    }

    private String ids() {
        return trial.jdbi.withHandle(handle ->
                handle.createQuery("SELECT md5(string_agg(id::text, ' ' ORDER BY id)) FROM message")
                        .mapTo(String.class)
                        .one());
    }

    @Test
    void without_the_settings_of_the_bucket_a_move_is_taken_back_and_made_again_with_them() {
        List<MessageId> ids = old(0, 3);
        RewriteStore store = trial.store();
        store.begin(trial.day, Way.MOVE, Uuid7.firstOf(trial.now));
        rewriting(store).chunk(store.underWay().orElseThrow());

        trial.moving(ColdStorage.none(), new ColdRule.Stay()).step();

        assertThat(ids).noneMatch(trial::isCold);
        assertThat(trial.count("cold_partition")).isZero();
        assertThat(trial.count("pg_trigger WHERE tgname = 'cold_change'")).isZero();
        assertThat(trial.count("pg_class WHERE relname LIKE 'cold_message_%'")).isZero();
        assertReadable();

        trial.moving(storage).step();

        assertThat(ids).allMatch(trial::isCold);
        assertThat(s3.objects()).hasSize(2);
        assertReadable();
    }

    private RewritePartition rewriting(RewriteStore store) {
        return new RewritePartition(
                store,
                new SegmentStore(trial.jdbi),
                storage,
                new PayloadSeal(trial.secrets),
                new Uuid7(() -> trial.now),
                () -> trial.now);
    }

    private void erase(MessageId id) {
        payloads.remove(id);
        trial.jdbi.useHandle(
                handle -> handle.execute("DELETE FROM message WHERE id = ?", id.value()));
    }

    @Test
    void an_erased_payload_is_lost_although_its_segment_stays() {
        List<MessageId> ids = old(0, 3);
        trial.moving(storage).step();
        StoredPayload.Cold before = (StoredPayload.Cold) trial.stored(ids.get(0)).orElseThrow();

        erase(ids.get(0));

        byte[] sealed = s3.bucket().read(before.object(), before.offset(), before.sealedSize());
        StoredPayload.Cold other = (StoredPayload.Cold) trial.stored(ids.get(1)).orElseThrow();
        StoredPayload.Cold guessed =
                new StoredPayload.Cold(
                        before.environment(),
                        before.message(),
                        before.day(),
                        before.size(),
                        before.segment(),
                        before.offset(),
                        other.key());
        assertThat(new String(sealed, StandardCharsets.UTF_8)).doesNotContain("filling");
        assertTrouble(() -> reading.read(guessed), BucketTrouble.DAMAGED);
        assertReadable();
    }

    @Test
    void storage_that_is_away_keeps_everything_as_it_is_and_is_told() {
        List<MessageId> ids = old(0, 3);
        s3.goAway();
        try {
            trial.moving(storage).step();

            assertThat(ids).noneMatch(trial::isCold);
            assertThat(storage.warnings())
                    .containsExactly(
                            "cold storage, reading and writing: the storage does not answer, or not in time: see that it runs and that"
                                    + " HOOKBRIDGE_COLD_URL leads to it");
        } finally {
            s3.comeBack();
        }
        ColdStorage again = ColdTrial.storage(s3.settings());
        trial.moving(again).step();

        assertThat(ids).allMatch(trial::isCold);
        assertThat(again.warnings()).isEmpty();
        ColdPayloads readingAgain = trial.reading(again);
        payloads.forEach((id, payload) ->
                assertThat(readingAgain.read(trial.stored(id).orElseThrow()))
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo(payload));
        assertThat(trial.count("cold_segment WHERE state <> 'live'")).isZero();
    }

    @Test
    void a_wrong_key_moves_nothing_and_says_what_to_correct() {
        List<MessageId> ids = old(0, 2);
        BucketSettings right = s3.settings();
        ColdStorage wrong =
                ColdTrial.storage(
                        new BucketSettings(
                                right.url(),
                                right.name(),
                                right.region(),
                                right.prefix(),
                                true,
                                right.accessKey(),
                                "another"));

        trial.moving(wrong).step();

        assertThat(ids).noneMatch(trial::isCold);
        assertReadable();
        assertThat(wrong.warnings().getFirst()).contains("HOOKBRIDGE_COLD_SECRET_KEY");
    }

    @Test
    void segments_that_nobody_finished_are_deleted() {
        old(0, 2);
        UUID unfinished = UUID.randomUUID();
        s3.bucket().write(Segment.payloads(trial.day, unfinished), new byte[] {1});
        trial.jdbi.useHandle(handle ->
                handle.execute(
                        "INSERT INTO cold_segment VALUES (?, ?, 'writing', 1, 1, ?, now())",
                        unfinished,
                        trial.day,
                        new byte[32]));

        trial.moving(storage).step();

        assertThat(s3.objects()).hasSize(2).noneMatch(name -> name.contains(unfinished.toString()));
        assertThat(trial.count("cold_segment")).isEqualTo(1);
        assertReadable();
    }

    @Test
    void segments_go_with_their_day_and_so_do_objects_that_nobody_knows() {
        old(0, 2);
        trial.moving(storage).step();
        LocalDate over = LocalDate.ofInstant(trial.now, ZoneOffset.UTC).minusDays(3);
        s3.bucket().write(Segment.payloads(over, UUID.randomUUID()), new byte[] {1});
        s3.bucket()
                .write(Segment.payloads(trial.day.plusDays(9), UUID.randomUUID()), new byte[] {1});
        trial.moving(storage).step();
        assertThat(s3.objects()).hasSize(3).noneMatch(name -> name.startsWith(over.toString()));

        trial.jdbi.useHandle(
                handle -> handle.execute("DROP TABLE " + RewriteStore.partition(trial.day)));
        trial.now = trial.day.plusDays(1).atTime(1, 0).toInstant(ZoneOffset.UTC);
        trial.moving(storage).step();

        assertThat(s3.objects()).hasSize(1);
        assertThat(trial.count("cold_segment") + trial.count("cold_partition")).isZero();
    }

    @Test
    void a_partition_whose_day_ends_while_it_is_rewritten_leaves_nothing_behind() {
        old(0, 2);
        RewriteStore store = trial.store();
        store.begin(trial.day, Way.MOVE, Uuid7.firstOf(trial.now));
        rewriting(store).chunk(store.underWay().orElseThrow());
        trial.jdbi.useHandle(
                handle -> handle.execute("DROP TABLE " + RewriteStore.partition(trial.day)));
        trial.now = trial.day.plusDays(1).atTime(1, 0).toInstant(ZoneOffset.UTC);

        trial.moving(storage).step();

        assertThat(s3.objects()).isEmpty();
        assertThat(trial.count("cold_segment") + trial.count("cold_partition")).isZero();
        assertThat(trial.count("pg_class WHERE relname LIKE 'cold_message_%'")).isZero();
    }

    @Test
    void everything_comes_back_and_the_bucket_is_empty_then() {
        List<MessageId> ids = old(0, 4);
        trial.moving(storage).step();
        assertThat(ids).allMatch(trial::isCold);

        bringBack();

        assertThat(ids).noneMatch(trial::isCold);
        assertReadable();
        assertThat(s3.objects()).isEmpty();
        assertThat(trial.count("cold_segment") + trial.count("cold_partition")).isZero();
    }

    @Test
    void what_comes_back_or_moves_again_after_its_row_was_read_is_not_lost() {
        List<MessageId> ids = old(0, 3);
        trial.moving(storage).step();
        Map<MessageId, StoredPayload> before = new HashMap<>();
        ids.forEach(id -> before.put(id, trial.stored(id).orElseThrow()));

        bringBack();
        assertThat(ids).noneMatch(trial::isCold);
        assertThat(s3.objects()).isEmpty();
        assertReadable(before);

        trial.moving(storage).step();
        assertThat(ids).allMatch(trial::isCold);
        assertReadable(before);

        MessageId erased = ids.getFirst();
        erase(erased);
        bringBack();
        trial.moving(storage).step();
        assertThat(reading.readAllButLost(before)).hasSize(2).doesNotContainKey(erased);
    }

    /** In two steps: what it leaves is deleted by the next one. */
    private void bringBack() {
        MovePayloads back = trial.moving(storage, new ColdRule.BringBack());
        back.step();
        back.step();
    }

    private void assertReadable(Map<MessageId, StoredPayload> stored) {
        Map<MessageId, byte[]> read = reading.readAllButLost(stored);
        payloads.forEach((id, payload) -> {
            assertThat(read.get(id)).asString(StandardCharsets.UTF_8).isEqualTo(payload);
            assertThat(reading.read(Objects.requireNonNull(stored.get(id))))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(payload);
        });
    }

    @Test
    void a_missing_object_holds_up_its_own_partition_for_an_hour_and_no_other() {
        List<MessageId> lost = old(0, 3);
        LocalDate laterDay = trial.day.plusDays(1);
        trial.jdbi.useHandle(
                handle -> handle.execute("SELECT make_partitions(?, ?)", laterDay, laterDay));
        String payload = ColdTrial.json(3, 1000);
        MessageId later =
                trial.rows
                        .message(trial.endpoint)
                        .createdAt(trial.now.minus(Duration.ofDays(ColdTrial.DAYS + 1)))
                        .expiresAt(laterDay.atTime(12, 0).toInstant(ZoneOffset.UTC))
                        .payload(payload)
                        .succeeded();
        payloads.put(later, payload);
        trial.moving(storage).step();
        String object = ((StoredPayload.Cold) trial.stored(lost.get(0)).orElseThrow()).object();
        byte[] bytes = s3.bucket().read(object);
        s3.bucket().delete(object);
        // Begun by a node that ended.
        trial.store().begin(trial.day, Way.RETURN, null);

        MovePayloads back = trial.moving(storage, new ColdRule.BringBack());
        String said = warnedBy(back::step);

        assertThat(lost).allMatch(trial::isCold);
        assertThat(trial.isCold(later)).isFalse();
        assertThat(said).contains(object);
        lost.forEach(id -> assertThat(said).contains(id.toString()));
        assertThat(trial.count("cold_partition WHERE rewriting IS NOT NULL")).isZero();

        s3.bucket().write(object, bytes);
        trial.now = trial.now.plus(Duration.ofMinutes(59));
        back.step();
        assertThat(lost).allMatch(trial::isCold);

        trial.now = trial.now.plus(Duration.ofMinutes(2));
        back.step();
        assertThat(lost).noneMatch(trial::isCold);
        assertReadable();
    }

    private static String warnedBy(Runnable call) {
        Logger log = (Logger) LoggerFactory.getLogger(MovePayloads.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            call.run();
        } finally {
            log.detachAppender(lines);
        }
        return lines.list.stream()
                .filter(line -> line.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void a_key_that_may_not_delete_moves_and_brings_back_and_is_told_until_it_may() {
        List<MessageId> ids = old(0, 3);
        s3.forbidDeleting();
        try {
            trial.moving(storage).step();
            assertThat(ids).allMatch(trial::isCold);
            MovePayloads back = trial.moving(storage, new ColdRule.BringBack());
            back.step();
            assertThat(ids).noneMatch(trial::isCold);
            back.step();
            trial.moving(storage).step();

            assertThat(ids).allMatch(trial::isCold);
            assertReadable();
            assertThat(storage.warnings())
                    .containsExactly(
                            "cold storage, deleting: the access key has no right to do this in the bucket:"
                                    + " give it the rights that docs/cold-payloads.md lists");
            assertThat(s3.objects()).hasSize(4);
        } finally {
            s3.allowDeleting();
        }
        trial.moving(storage).step();

        assertThat(storage.warnings()).isEmpty();
        assertThat(s3.objects()).hasSize(2);
        assertReadable();
    }

    @Test
    void a_server_that_does_not_know_of_it_and_was_not_seen_can_do_nothing_after_the_first_move() {
        MessageId id = old(0);
        UUID asleep = UUID.randomUUID();
        trial.jdbi.useHandle(handle -> {
            handle.execute(
                    "INSERT INTO node (id, alive_until, watermark) VALUES (?, now() - interval '1 s', ?)",
                    asleep,
                    new UUID(-1, -1));
            handle.execute(
                    "INSERT INTO running_server (id, roles, version, alive_until) VALUES (?, '{api}', '0.1.0', now() - interval '1 s')",
                    asleep);
        });

        trial.moving(storage).step();

        assertThat(trial.isCold(id)).isTrue();
        assertThat(trial.count("message WHERE body IS NULL")).isEqualTo(1);
        assertRefused("UPDATE node SET alive_until = now() + interval '1 h', fenced = false");
        assertRefused(
                "INSERT INTO node (id, alive_until, watermark) VALUES (gen_random_uuid(), now(), gen_random_uuid())");
        assertRefused(
                "INSERT INTO running_server (id, roles, version, alive_until) VALUES (gen_random_uuid(), '{api}', '0.1.0', now())");
    }

    private void assertRefused(String sql) {
        assertThatException()
                .isThrownBy(() -> trial.jdbi.useHandle(handle -> handle.execute(sql)))
                .withMessageContaining("knows_cold_payloads");
    }

    @Test
    void nothing_moves_while_a_server_runs_that_would_read_it_as_empty() {
        MessageId id = old(0);
        trial.jdbi.useHandle(handle ->
                handle.execute(
                        """
                        INSERT INTO running_server (id, roles, version, newest_known, alive_until)
                        VALUES (?, '{api}', '0.1.0', 7, now() + interval '1 hour')
                        """,
                        UUID.randomUUID()));

        trial.moving(storage).step();
        assertThat(trial.isCold(id)).isFalse();

        trial.jdbi.useHandle(handle -> handle.execute("DELETE FROM running_server"));
        trial.moving(storage).step();
        assertThat(trial.isCold(id)).isTrue();
        assertThat(trial.count("schema_support WHERE oldest_known = 9")).isEqualTo(1);
    }

    @Test
    void a_partition_that_somebody_rewrote_otherwise_is_begun_anew() {
        List<MessageId> ids = old(0, 4);
        RewriteStore store = trial.store();
        store.begin(trial.day, Way.MOVE, Uuid7.firstOf(trial.now));
        rewriting(store).chunk(store.underWay().orElseThrow());
        trial.jdbi.useHandle(
                handle -> handle.execute("VACUUM FULL " + RewriteStore.partition(trial.day)));

        trial.moving(storage).step();
        trial.moving(storage).step();

        assertThat(ids).allMatch(trial::isCold);
        assertReadable();
        assertThat(s3.objects()).hasSize(2);
    }

    @Test
    void an_object_that_was_changed_is_not_taken_for_the_payload() {
        List<MessageId> ids = old(0, 2);
        trial.moving(storage).step();
        StoredPayload.Cold cold = (StoredPayload.Cold) trial.stored(ids.get(0)).orElseThrow();
        Bucket bucket = s3.bucket();
        byte[] changed = bucket.read(cold.object());
        changed[cold.offset()] ^= 1;
        bucket.write(cold.object(), changed);

        assertTrouble(() -> reading.read(cold), BucketTrouble.DAMAGED);
        assertThat(read(ids.get(1))).isEqualTo(payloads.get(ids.get(1)));

        bucket.delete(cold.object());
        assertTrouble(() -> reading.read(cold), BucketTrouble.NO_OBJECT);
        assertThat(trial.meters.counter("hookbridge.cold.read.failures").count()).isEqualTo(2);
    }

    @Test
    void large_payloads_are_several_segments() {
        for (int number = 0; number < 10; number++) {
            String payload = ColdTrial.json(number, 1_000_000);
            payloads.put(trial.old(payload), payload);
        }

        trial.moving(storage).step();

        assertThat(trial.count("cold_segment WHERE state = 'live'")).isEqualTo(2);
        Map<MessageId, StoredPayload> stored = new HashMap<>();
        payloads.keySet().forEach(id -> stored.put(id, trial.stored(id).orElseThrow()));
        Map<MessageId, byte[]> read = reading.readAllButLost(stored);
        payloads.forEach((id, payload) ->
                assertThat(Arrays.equals(read.get(id), payload.getBytes(StandardCharsets.UTF_8)))
                        .isTrue());
    }

    private static void assertTrouble(Runnable call, BucketTrouble trouble) {
        assertThatExceptionOfType(BucketException.class)
                .isThrownBy(call::run)
                .satisfies(failure -> assertThat(failure.trouble()).isEqualTo(trouble));
    }
}
