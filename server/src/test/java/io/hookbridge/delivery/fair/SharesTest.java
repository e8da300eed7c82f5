package io.hookbridge.delivery.fair;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Environment;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.Patience;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.stream.IntStream;

@Tag("unit")
class SharesTest {

    private static final int ALL = 2048;

    private final Shares shares = new Shares(ALL);
    private final Map<Environment, Integer> held = new HashMap<>();

    /** Whoever holds something refers to his share. */
    private final Map<Environment, Shares.Share> kept = new HashMap<>();

    private static Environment environment(int tenant, int project, Mode mode) {
        return new Environment(
                new EnvironmentId(new UUID(tenant, mode == Mode.LIVE ? project : -project)),
                new ProjectId(new UUID(tenant, project)),
                new TenantId(new UUID(tenant, 0)),
                mode);
    }

    /** The live environment of a tenant that has one project. */
    static Environment tenant(int number) {
        return environment(number, 1, Mode.LIVE);
    }

    private boolean takeOne(Environment who) {
        boolean taken = share(who).tryTake(1);
        if (taken) {
            held.merge(who, 1, Integer::sum);
        }
        return taken;
    }

    private int takeAll(Environment who) {
        int taken = 0;
        while (takeOne(who)) {
            taken++;
        }
        return taken;
    }

    /** All want ever more, and what was taken first is given back first. */
    private void takeForLong(List<Environment> all) {
        Queue<Environment> under = new ArrayDeque<>();
        for (int round = 0; round < 20 * ALL; round++) {
            for (Environment who : all) {
                if (takeOne(who)) {
                    under.add(who);
                }
            }
            Environment done = under.remove();
            share(done).giveBack(1);
            held.merge(done, -1, Integer::sum);
        }
    }

    private Shares.Share share(Environment who) {
        return kept.computeIfAbsent(who, shares::of);
    }

    @Test
    void an_environment_alone_gets_two_thirds() {
        assertThat(takeAll(tenant(1))).isEqualTo((int) Math.ceil(ALL * 2 / 3.0));
        assertThat(shares.free()).isEqualTo(ALL / 3);
    }

    @Test
    void whoever_comes_next_gets_two_thirds_of_what_is_free() {
        takeAll(tenant(1));
        for (int number = 2; number <= 6; number++) {
            long free = shares.free();
            assertThat((long) takeAll(tenant(number))).isBetween(free * 2 / 3, free * 2 / 3 + 2);
        }
        assertThat(takeOne(tenant(7))).isTrue();
    }

    @Test
    void the_room_of_an_environment_is_what_it_may_take_one_after_the_other() {
        Environment first = environment(1, 1, Mode.LIVE);
        Environment beside = environment(1, 2, Mode.LIVE);
        for (Environment who : List.of(first, tenant(2), beside, tenant(3), first, tenant(4))) {
            long room = share(who).room();
            assertThat((long) takeAll(who)).isEqualTo(room);
            assertThat(share(who).held()).isEqualTo((long) held.getOrDefault(who, 0));
        }
    }

    @Test
    void nothing_of_one_mode_or_tenant_keeps_another_from_what_is_free() {
        IntStream.rangeClosed(1, 100)
                .mapToObj(project -> environment(1, project, Mode.TEST))
                .forEach(this::takeAll);

        assertThat(takeOne(environment(1, 1, Mode.LIVE))).isTrue();
        assertThat(takeOne(tenant(2))).isTrue();
    }

    @Test
    void in_the_long_run_tenants_hold_the_same_whoever_came_first() {
        List<Environment> all = IntStream.rangeClosed(1, 5).mapToObj(SharesTest::tenant).toList();
        takeForLong(all.subList(0, 1));

        takeForLong(all);

        int each = ALL * 2 / 11;
        assertThat(held.values()).allSatisfy(own -> assertThat(own).isBetween(each - 3, each + 3));
    }

    @Test
    void many_environments_of_a_tenant_get_twice_as_much_as_one_of_another_at_the_most() {
        List<Environment> many =
                IntStream.rangeClosed(1, 50)
                        .mapToObj(project -> environment(1, project, Mode.LIVE))
                        .toList();
        List<Environment> all = new ArrayList<>(many);
        all.add(tenant(2));

        takeForLong(all);

        int ofMany = many.stream().mapToInt(who -> held.getOrDefault(who, 0)).sum();
        assertThat(ofMany).isLessThanOrEqualTo(2 * held.getOrDefault(tenant(2), 0) + many.size());
    }

    @Test
    void what_does_not_fit_is_not_taken_unless_it_must() {
        assertThat(share(tenant(1)).tryTake(ALL + 1)).isFalse();
        assertThat(shares.free()).isEqualTo(ALL);

        share(tenant(1)).take(ALL + 1);

        assertThat(shares.free()).isEqualTo(-1);
        assertThat(share(tenant(2)).mayTake()).isFalse();
        share(tenant(1)).giveBack(ALL + 1);
        assertThat(share(tenant(2)).mayTake()).isTrue();
        assertThat(shares.held()).isZero();
    }

    @Test
    void a_share_to_which_nobody_refers_any_more_takes_no_memory() {
        WeakReference<Shares.Share> share = new WeakReference<>(shares.of(tenant(1)));

        Patience.until(
                "it is gone",
                () -> {
                    System.gc();
                    return share.refersTo(null);
                });
    }
}
