package io.hookbridge.app.config;

import io.hookbridge.base.Spelling;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Every configuration variable: its name, its default for {@code up} and {@code serve}, and what it
 * means. A default in angle brackets describes a value that is worked out at start.
 */
public enum Setting {
    HOST("127.0.0.1", "0.0.0.0", "The address to listen on."),
    PORT("8080", "8080", "The port of the API and the pages, 0 to 65535; 0 takes any free one."),
    ADMIN_HOST(
            "127.0.0.1",
            "127.0.0.1",
            "The address that the operator's port listens on. There is no sign-in: whoever reaches it can read it, so give it"
                    + " a network of its own, such as a pod's address."),
    ADMIN_PORT(
            "9464",
            "9464",
            "The operator's port, with `/healthz`, `/readyz`, `/metrics` and `/ledger`; 0 takes any free one."),
    ADMIN_ALLOWED_HOSTS(
            "<none>",
            "<none>",
            "Comma-separated names under which probes and Prometheus reach the operator's port, `host` or `host:port`. Addresses,"
                    + " `localhost` and ADMIN_HOST are always answered; other names get 403, so that no web page can read it"
                    + " through a browser (DNS rebinding)."),
    TLS_CERTIFICATE(
            "<none>",
            "<none>",
            "The PEM file of a certificate with those that lead to its authority. With it and TLS_KEY, PORT speaks TLS and nothing else,"
                    + " and HTTP/2 beside HTTP/1.1; see tls.md. Renewed files are taken on within a minute."),
    TLS_KEY("<none>", "<none>", "The PEM file of its key, RSA or EC, not encrypted."),
    PUBLIC_URL(
            "<http://localhost:PORT, https with TLS>",
            "<required>",
            "The address under which browsers and SDKs reach this server: scheme, host and port, without a path."),
    RECEIVE_URL(
            "<PUBLIC_URL>",
            "<PUBLIC_URL>",
            "The address under which senders reach the endpoints that receive, where that is another one: the beginning of every"
                    + " `ingest_url`, and what signatures over the URL are checked with, whatever `Host` a request has."),
    STREAM_URL(
            "<PUBLIC_URL>",
            "<PUBLIC_URL>",
            "The same for whoever listens: the beginning of every `stream_url`, which has `wss` for `https` and `ws` for `http`."),
    DATA_DIR("./data", "./data", "The folder of the embedded PostgreSQL, the secret key and logs."),
    DATABASE_URL(
            "<embedded PostgreSQL>",
            "<embedded PostgreSQL, with a warning>",
            "An external PostgreSQL: `jdbc:postgresql://host:5432/name?user=…&password=…` or"
                    + " `postgresql://user:password@host:5432/name`.",
            true),
    DATABASE_CONNECTIONS(
            "16",
            "16",
            "The most connections to PostgreSQL at once, 2 to 1000; a server has up to four more for itself."),
    READ_DATABASE_URL(
            "<none>",
            "<none>",
            "A standby of DATABASE_URL by streaming replication, one server, written in the same way: lists, metrics, searches and"
                    + " exports are read from it while it keeps up, and from the primary otherwise; see scaling.md. Has"
                    + " DATABASE_CONNECTIONS of its own and one more.",
            true),
    READ_LAG_SECONDS(
            "5",
            "5",
            "How many seconds READ_DATABASE_URL may lag behind and be read from, 1 to 3600. After a form of the console the same"
                    + " browser is answered by the primary for so long and 6 seconds more."),
    DISTRIBUTED(
            "<none>",
            "<none>",
            "`citus` to spread what grows with traffic over the servers of Citus, which DATABASE_URL leads to the coordinator of; see"
                    + " citus.md. Without it everything is on one PostgreSQL. Use the same on all nodes, and for `migrate`."),
    DISTRIBUTED_SHARDS(
            "32",
            "32",
            "With DISTRIBUTED, into how many shards the tables are cut when they are spread, 1 to 1024. Changes nothing later."),
    WORKER_DATABASE_URL(
            "<none>",
            "<none>",
            "With DISTRIBUTED, a worker of the same database, written like DATABASE_URL: a node that delivers writes through it what"
                    + " came of deliveries, and through the coordinator while it is away. Name different ones on different nodes;"
                    + " see citus.md. Has up to 8 connections.",
            true),
    SECRET_KEY_FILE(
            "<DATA_DIR/secret.key>",
            "<DATA_DIR/secret.key; required with DATABASE_URL>",
            "The file with the key that seals secrets in the database. Made at the first start with mode 0600 where it is"
                    + " not required, or by `admin key-file create`. Keep a copy: without it what was sealed is lost. One that"
                    + " others can read is refused, see below."),
    BOOTSTRAP_API_KEY(
            "<generated>",
            "<none>",
            "The API key of the first tenant, made at the first start: `hb_live_` or `hb_test_` and 20 to 100 letters and"
                    + " digits.",
            true),
    ALLOWED_RETURN_ORIGINS(
            "<origin of PUBLIC_URL>",
            "<origin of PUBLIC_URL>",
            "Comma-separated origins that a `return_url` may have; see return-url-policy.md."),
    DEFAULT_RETURN_URL(
            "<PUBLIC_URL/billing/live or …/test>",
            "<PUBLIC_URL/billing/live or …/test>",
            "Where the customer portal returns to when the caller names no `return_url`; by default a page of the caller's mode."),
    PORTAL_CALLS_PER_MINUTE(
            "600",
            "30",
            "How many portal sessions one tenant may create per minute on this node, 1 to 10000000; a third of them at once."),
    CHECKOUT_CALLS_PER_MINUTE(
            "600", "30", "The same for checkout sessions, 1 to 10000000; a third of them at once."),
    BILLING(
            "<stripe if a Stripe key is set, else builtin>",
            "<stripe if a Stripe key is set, else builtin>",
            "The billing provider, `stripe` or `builtin`."),
    PLANS_FILE(
            "<the plans that come with the server>",
            "<the plans that come with the server>",
            "A JSON file with all plans and their limits; see billing.md."),
    PORTAL_NAME(
            "HookBridge",
            "HookBridge",
            "The name on the built-in portal and checkout, at most 40 characters; those of Stripe have the name of your Stripe account."),
    PORTAL_LOGO(
            "<that of HookBridge>",
            "<that of HookBridge>",
            "A PNG that stands before that name, at most 100 KB and 1,024 pixels a side; it is shown 24 pixels high."),
    PORTAL_COLOR(
            "<that of HookBridge>",
            "<that of HookBridge>",
            "The colour of buttons and links there, such as `#3a56d4`. What is too light to be read on white is refused; on dark pages"
                    + " it is made lighter until it can be read."),
    HISTORY_DAYS(
            "90",
            "90",
            "How many days messages and their attempts can be seen after their creation, 1 to 3650; never less than the longest"
                    + " `retention_days` of a plan. They go by whole weeks."),
    SEARCH_DAYS(
            "0",
            "0",
            "How many days after its creation a message is found by the text of its payload, 0 to 90; 0 turns this search off. What it"
                    + " costs says search.md. Use the same on all nodes; messages from before it was turned on are not found."),
    COLD_AFTER_DAYS(
            "<none>",
            "<none>",
            "How many days after its acceptance a payload moves from the database into the bucket, 0 to 3650, with the whole partition"
                    + " that it lies in; see cold-payloads.md. 0 is for trying it. `back` brings everything back. Without it nothing"
                    + " moves, and what has moved is read where it lies."),
    COLD_BUCKET(
            "<none>",
            "<none>",
            "The bucket of S3-compatible storage for such payloads. Needs COLD_URL, COLD_ACCESS_KEY and COLD_SECRET_KEY. Use the same on"
                    + " all nodes, and keep it while payloads lie there."),
    COLD_URL(
            "<none>",
            "<none>",
            "The address of the storage without a path, such as `https://s3.eu-central-1.amazonaws.com`."),
    COLD_REGION("us-east-1", "us-east-1", "The region that requests to it are signed for."),
    COLD_PREFIX(
            "hookbridge",
            "hookbridge",
            "What the names of all objects begin with: 1 to 200 letters, digits, `-`, `_`, `.` and `/`. Another one for each"
                    + " installation that shares the bucket."),
    COLD_PATH_STYLE(
            "true",
            "true",
            "`true` if the bucket's name stands in the path, which nearly every storage understands, `false` if it stands before the"
                    + " host of COLD_URL."),
    COLD_ACCESS_KEY("<none>", "<none>", "The access key.", true),
    COLD_SECRET_KEY("<none>", "<none>", "The secret key that belongs to it.", true),
    LAG_OBJECTIVE_SECONDS(
            "60",
            "60",
            "How many seconds a message that is due may wait to be taken before its endpoint counts as late, 1 to 86400; see"
                    + " `hookbridge_endpoints_late` in metrics.md. Use the same on all nodes."),
    STRIPE_TEST_SECRET_KEY(
            "<none>", "<none>", "The Stripe key for test mode, `sk_test_…` or `rk_test_…`.", true),
    STRIPE_LIVE_SECRET_KEY(
            "<none>", "<none>", "The Stripe key for live mode, `sk_live_…` or `rk_live_…`.", true),
    STRIPE_TEST_WEBHOOK_SECRETS(
            "<none>",
            "<none>",
            "Comma-separated signing secrets of the test-mode webhook endpoint, `whsec_…`; two while one is replaced. Without"
                    + " one, the endpoint answers 404 and subscriptions are found late, by reconcile.",
            true),
    STRIPE_LIVE_WEBHOOK_SECRETS("<none>", "<none>", "The same for live mode.", true),
    STRIPE_API_BASE("https://api.stripe.com", "https://api.stripe.com", "Where Stripe's API is."),
    STRIPE_PORTAL_HOSTS(
            "billing.stripe.com",
            "billing.stripe.com",
            "Comma-separated hosts that a portal URL from Stripe may have."),
    STRIPE_CHECKOUT_HOSTS(
            "checkout.stripe.com",
            "checkout.stripe.com",
            "Comma-separated hosts that a checkout URL from Stripe may have."),
    STRIPE_CALLS_PER_SECOND(
            "15",
            "15",
            "How often this node calls one of Stripe's operations in a second, for each mode, 1 to 1000. Stripe itself allows 25"
                    + " for one operation unless it was asked for more."),
    STRIPE_METER_EVENT(
            "hookbridge_overage",
            "hookbridge_overage",
            "The event name of the Stripe meter that messages above the plan are reported to, 1 to 100 letters, digits and"
                    + " underscores."),
    ALLOWED_TARGETS(
            "127.0.0.0/8,::1/128",
            "<none>",
            "Comma-separated addresses and ranges that deliveries may reach besides public ones, with plain http as well:"
                    + " `10.1.0.0/16`, `fd00::/8`."),
    RETRY_DELAYS(
            "2s,5s,10s,20s,30s,1m,2m",
            "30m,2h,6h,12h,24h,48h,72h",
            "The delays before the retries of a delivery that failed, 1 to 50 of `s`, `m`, `h` or `d`, where neither its endpoint nor its"
                    + " project has a `retry_policy`; see delivery.md. Every plan must keep payloads for longer than its retries take."),
    RETRY_STATUSES(
            "408,429,5xx",
            "408,429,5xx",
            "The answers after which a delivery is tried again, likewise: statuses from 300 to 599, or hundreds such as `5xx`."),
    DELIVERY_TIMEOUT_SECONDS(
            "15", "15", "How long an attempt to deliver may take, likewise, 1 to 60."),
    TRUSTED_PROXIES(
            "<none>",
            "<none>",
            "Comma-separated addresses and ranges of the proxies in front of this server, such as `127.0.0.1,10.1.0.0/16`: their"
                    + " `X-Forwarded-For` or `Forwarded` says who the caller is; see proxies.md."),
    MAX_CONNECTIONS(
            "16384",
            "16384",
            "How many connections of callers this node keeps at once, 1 to 1000000; further ones are closed as they come. Each needs"
                    + " an open file, see `ulimit -n`."),
    MAX_CONNECTIONS_PER_ADDRESS(
            "1024",
            "1024",
            "The same from one address, for IPv6 from one /64, 1 to 1000000. Does not hold for trusted proxies."),
    IDLE_CONNECTION_SECONDS(
            "90",
            "90",
            "How long a connection is kept on which nothing is sent in either direction, 1 to 3600. Keep it above what proxies and load"
                    + " balancers in front use, so that they close and not we."),
    LISTENERS_PER_TENANT(
            "1000",
            "1000",
            "How many listeners one tenant may have on this node at once, over WebSockets, 1 to 100000; further ones are refused, see"
                    + " listen.md."),
    LISTENERS_PER_ADDRESS(
            "200", "200", "The same from one address, for IPv6 from one /64, 1 to 100000."),
    ROLES(
            "api,receive,deliver,console,jobs",
            "api,receive,deliver,console,jobs",
            "What this node does: `api` answers `/v1` and takes messages, `receive` takes those of others at ingest URLs, `deliver` sends"
                    + " them to their endpoints, `console` answers the pages, `jobs` does the background work (counts, exports, retention, what is left of bulk actions,"
                    + " what is left of tenants that are erased, keys that end, billing). Each is needed on one node at least, `receive` where webhooks of others come in:"
                    + " while messages or background work wait and no running node has the role, the log and `/readyz` say so."),
    PAGE_TEMPLATES(
            "<the compiled ones>",
            "<the compiled ones>",
            "With `up` only, for those who change pages: the folder of the templates, `server/src/main/jte`. A template that"
                    + " changed is compiled when its page is next asked for."),
    TRACE_URL(
            "<none>",
            "<none>",
            "The address of a collector of OpenTelemetry, such as `http://127.0.0.1:4318`, without a path. It is told of messages and attempts"
                    + " as spans, OTLP over HTTP; see monitoring.md. Without it there are no traces."),
    TRACE_ONE_IN(
            "1",
            "1",
            "Of so many messages that come without a `traceparent` one is told of, 1 to 1000000; of the others as their `traceparent` says."
                    + " Use the same on all nodes."),
    LOG_LEVEL("info", "info", "`error`, `warn`, `info` or `debug`.");

    static final String PREFIX = "HOOKBRIDGE_";

    private final String development;
    private final String production;
    private final String meaning;
    private final boolean secret;

    Setting(String development, String production, String meaning) {
        this(development, production, meaning, false);
    }

    Setting(String development, String production, String meaning, boolean secret) {
        this.development = development;
        this.production = production;
        this.meaning = meaning;
        this.secret = secret;
    }

    /** The name of the environment variable and of the key in a properties file. */
    public String variable() {
        return PREFIX + name();
    }

    /** The setting with this variable; empty for an unknown one. */
    static Optional<Setting> of(String variable) {
        return Arrays.stream(values())
                .filter(setting -> setting.variable().equals(variable))
                .findFirst();
    }

    /** The setting that somebody who wrote {@code variable} most likely meant. */
    static Optional<Setting> nearest(String variable) {
        String name = variable.substring(PREFIX.length()).toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .min(Comparator.comparingInt(setting -> Spelling.distance(name, setting.name())))
                .filter(near ->
                        Spelling.distance(name, near.name())
                                <= Math.max(1, near.name().length() / 4));
    }

    /** The default as the documentation shows it. */
    public String defaultText(Profile profile) {
        return switch (profile) {
            case DEVELOPMENT -> development;
            case PRODUCTION -> production;
        };
    }

    /** The default where it is a plain value; empty where it is worked out. */
    Optional<String> defaultValue(Profile profile) {
        return Optional.of(defaultText(profile)).filter(text -> !text.startsWith("<"));
    }

    public String meaning() {
        return meaning;
    }

    /** Whether the value must never be printed. */
    public boolean secret() {
        return secret;
    }
}
