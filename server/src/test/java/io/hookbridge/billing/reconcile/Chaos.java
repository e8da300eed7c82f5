package io.hookbridge.billing.reconcile;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.sync.CustomerSync.Guard;
import io.hookbridge.billing.sync.CustomerSync.Trigger;
import io.hookbridge.billing.sync.Interposed;
import io.hookbridge.billing.sync.ProcessEnded;
import io.hookbridge.billing.sync.StripeWorld;
import io.hookbridge.billing.sync.StripeWorld.Server;
import io.hookbridge.stripedouble.Fault;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One small world: a few customers whose subscriptions change, two servers that end at any point,
 * and a Stripe that fails at any request. Webhooks come twice, late, in any order or never. Then it
 * calms down, and a day passes.
 *
 * <p>Everything happens on one thread, so that a seed repeats. Two servers are at work at the same
 * time nevertheless: between Stripe's answer and its arrival, something else may happen.
 */
final class Chaos {

    private static final int ACTS = 40;
    private static final List<Fault> FAULTS =
            List.of(
                    Fault.SERVER_ERROR,
                    Fault.RATE_LIMITED,
                    Fault.HALF_BODY,
                    Fault.RESET,
                    Fault.EMPTY_200,
                    Fault.HTML_502,
                    Fault.UNAUTHORIZED);

    private final StripeWorld world;
    private final Random random;
    private final StripeSide stripeSide;
    private final Truth truth;

    /** Whether Stripe sends each webhook in the end, so that nothing is left to reconcile. */
    private final boolean reliable;

    private final List<ObjectNode> undelivered = new ArrayList<>();
    private int eventsTaken;
    private int pointsLeft = Integer.MAX_VALUE;
    private int depth;
    private boolean longTimePassed;
    private boolean calm;
    private Server first;
    private Server second;

    Chaos(StripeWorld world, long seed) {
        this.world = world;
        this.random = new Random(seed);
        this.reliable = random.nextInt(3) == 0;
        this.first = server();
        this.second = server();
        List<Customer> customers = new ArrayList<>();
        customers.add(world.subscriber("price_FAKEpro", "price_FAKEover"));
        customers.add(world.subscriber("price_FAKEsta"));
        int more = random.nextInt(6);
        for (int i = 0; i < more; i++) {
            customers.add(random.nextBoolean() ? world.customer() : world.subscriber());
        }
        this.stripeSide = new StripeSide(world, random, customers);
        this.truth = new Truth(world, customers, stripeSide);
    }

    void live() {
        for (int i = 0; i < ACTS; i++) {
            pointsLeft = random.nextInt(3) == 0 ? 1 + random.nextInt(10) : Integer.MAX_VALUE;
            boolean secondActs = random.nextInt(4) == 0;
            try {
                act(secondActs ? second : first);
            } catch (ProcessEnded planned) {
                restart(secondActs);
            }
            truth.requireSound();
        }
        calm = true;
        world.stripe.heal();
        first = server();
        if (reliable) {
            takeTheRest();
            truth.requireEqualRows();
        }
        twoNights();
        truth.requireEqualRows();
        truth.requireEachHourOnce();
    }

    private void restart(boolean secondEnded) {
        if (secondEnded) {
            second = server();
        } else {
            first = server();
        }
    }

    private Server server() {
        return world.server(this::reached, provider -> new Interposed(provider, this::onTheWay));
    }

    /** Each point at which a process may end. */
    private void reached(String point) {
        if (!calm && --pointsLeft == 0) {
            throw new ProcessEnded();
        }
    }

    /** What happens while an answer of Stripe's about a customer is on its way. */
    private void onTheWay(String customer) {
        if (calm || depth > 1 || random.nextInt(3) > 0) {
            return;
        }
        depth++;
        try {
            Customer same = stripeSide.named(customer);
            stripeSide.change(same);
            switch (random.nextInt(4)) {
                case 0 -> deliver(second);
                case 1 -> world.deliver(second, world.lastEvent());
                case 2 -> second.refresh().refresh(same.tenant(), Mode.TEST);
                default -> second.sync().inBackground(same, Trigger.RECONCILE, Guard.KEEP_ACCESS);
            }
            // Looked at here as well: what is written next may be older than this.
            truth.requireSound();
        } finally {
            depth--;
        }
    }

    private void act(Server server) {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> stripeSide.change(stripeSide.any());
            case 4, 5, 6 -> deliver(server);
            case 7, 8 -> server.drain().step();
            case 9 -> server.refresh().refresh(stripeSide.any().tenant(), Mode.TEST);
            case 10 -> reconcile(server);
            case 11 -> server.missedEvents().step(Mode.TEST);
            case 12, 13 -> server.overage().step();
            case 14 -> stripeSide.use();
            case 15, 16 -> stripeSide.misbehave(FAULTS);
            case 17 -> enroll();
            case 18 -> {
                world.stripe.heal();
                stripeSide.raisePrices();
            }
            default -> timePasses();
        }
    }

    private void reconcile(Server server) {
        int steps = 1 + random.nextInt(4);
        for (int i = 0; i < steps; i++) {
            server.reconcile().step(StripeWorld.BOOK);
        }
        if (random.nextInt(6) == 0) {
            server.reconcile().accept(StripeWorld.BOOK, StripeWorld.OPERATOR);
        }
    }

    /** Delivers some events in any order; each perhaps again later, or never. */
    private void deliver(Server server) {
        takeNewEvents();
        int deliveries = random.nextInt(4);
        for (int i = 0; i < deliveries && !undelivered.isEmpty(); i++) {
            ObjectNode event = undelivered.get(random.nextInt(undelivered.size()));
            int fate = random.nextInt(reliable ? 8 : 10);
            if (fate < 8) {
                world.deliver(server, event);
            }
            if (fate > 0) {
                undelivered.remove(event);
            }
        }
    }

    private void takeNewEvents() {
        List<ObjectNode> all = world.stripe.test().events.all();
        undelivered.addAll(all.subList(eventsTaken, all.size()));
        eventsTaken = all.size();
    }

    /** A tenant becomes a customer; whoever gets no answer asks again. */
    private void enroll() {
        if (random.nextBoolean()) {
            world.stripe.fail("POST /v1/customers", Fault.HALF_BODY, 1);
        }
        TenantId tenant = stripeSide.newcomer();
        while (!truth.isCustomer(tenant)) {
            try {
                if (world.provider.createCustomer(tenant, Mode.TEST, Duration.ofSeconds(20))
                        instanceof Asked.Got<String>(String externalId)) {
                    reached("customer created");
                    Customer customer = new Customer(tenant, StripeWorld.BOOK, externalId, false);
                    stripeSide.add(
                            world.subscriptions.linkFirst(customer, StripeWorld.OPERATOR, "req_1"));
                }
            } catch (ProcessEnded planned) {
                first = server();
            }
        }
    }

    private void timePasses() {
        Duration step =
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> Duration.ofSeconds(random.nextInt(120));
                    case 4, 5, 6 -> Duration.ofMinutes(random.nextInt(120));
                    case 7 -> Duration.ofHours(random.nextInt(8));
                    case 8 -> Duration.ofHours(20 + random.nextInt(20));
                    default -> longTime();
                };
        stripeSide.later(step);
    }

    /** Longer than any grace, and once at the most: Stripe takes no usage from long ago. */
    private Duration longTime() {
        Duration step = longTimePassed ? Duration.ofHours(1) : Duration.ofDays(15);
        longTimePassed = true;
        return step;
    }

    /** What is still on its way arrives; no run looks at anybody. */
    private void takeTheRest() {
        takeNewEvents();
        undelivered.forEach(event -> world.deliver(first, event));
        for (int i = 0; i < 20 && world.pending() > 0; i++) {
            stripeSide.later(Duration.ofMinutes(10));
            first.drain().step();
            truth.requireSound();
        }
    }

    /** Stripe is well and servers stay. */
    private void twoNights() {
        for (int night = 0; night < 2; night++) {
            stripeSide.later(Duration.ofHours(25));
            int steps = 0;
            do {
                if (++steps > 200) {
                    throw new AssertionError("it does not come to rest: " + truth.unrest());
                }
                stripeSide.later(Duration.ofSeconds(steps < 10 ? 31 : 600));
                first.missedEvents().step(Mode.TEST);
                first.drain().step();
                first.reconcile().step(StripeWorld.BOOK);
                first.overage().step();
                if (truth.isBraked()) {
                    first.reconcile().accept(StripeWorld.BOOK, StripeWorld.OPERATOR);
                }
                truth.requireSound();
            } while (!truth.unrest().isEmpty());
        }
    }
}
