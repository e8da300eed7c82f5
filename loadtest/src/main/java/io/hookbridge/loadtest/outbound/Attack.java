package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.delivery.Delivered;
import io.hookbridge.loadtest.process.BenchFailure;

import java.io.IOException;
import java.sql.SQLException;

/**
 * A tenant at a moderate rate; then the same beside callers without a key whose bodies come one
 * byte after the other, and beside another tenant whose bodies of 8 MiB never end.
 */
record Attack(Sites sites, Lengths lengths) {

    static final int SLOW = 520;
    static final int LARGE = 111;

    private static final int SLOW_BODY = 60_000;
    private static final int LARGE_BODY = 8 * 1024 * 1024;
    private static final int MISSING = 200;

    /** The measured tenant's callers come from 127.0.0.1. */
    private static final String SLOW_FROM = "127.0.0.2";

    private static final String LARGE_FROM = "127.0.0.3";

    private static final String SLOW_HEAD =
            """
            POST /sign-in HTTP/1.1
            Host: 127.0.0.1
            Content-Type: application/x-www-form-urlencoded
            """;

    private static final String LARGE_HEAD =
            """
            POST /v1/webhooks/send-batch HTTP/1.1
            Host: 127.0.0.1
            Content-Type: application/json
            Authorization: %s
            """;

    /**
     * @param alone the tenant by itself
     * @param besideSlow the same tenant while bodies come slowly
     * @param besideLarge the same tenant while large bodies do not end
     */
    record Result(
            Delivered alone,
            Delivered besideSlow,
            Unfinished.Count slow,
            Delivered besideLarge,
            Unfinished.Count large) {}

    Result run() throws InterruptedException, SQLException {
        sites.rig()
                .say("%nAttack: 1 endpoint at %,d/s beside bodies that do not end", lengths.rate());
        try (Site site = sites.openWarm(1, lengths.warmUp())) {
            String key = site.addSender(1).authorization().get("Authorization");
            int port = site.server().port();
            Delivered alone = load(site, "alone");
            Unfinished slow = new Unfinished(port, SLOW_FROM, SLOW, SLOW_HEAD, SLOW_BODY, 1);
            Delivered besideSlow;
            try (slow) {
                besideSlow = load(site, "beside slow bodies");
            }
            Unfinished large =
                    new Unfinished(
                            port,
                            LARGE_FROM,
                            LARGE,
                            LARGE_HEAD.formatted(key),
                            LARGE_BODY,
                            LARGE_BODY - MISSING);
            try (large) {
                Delivered besideLarge = load(site, "beside large bodies");
                return new Result(alone, besideSlow, slow.count(), besideLarge, large.count());
            }
        } catch (IOException failure) {
            throw new BenchFailure("the attack failed: " + failure.getMessage());
        }
    }

    private Delivered load(Site site, String name) throws InterruptedException, SQLException {
        return SendLoad.atRate(site, name, 1, lengths.rate(), lengths.settle(), lengths.measured());
    }
}
