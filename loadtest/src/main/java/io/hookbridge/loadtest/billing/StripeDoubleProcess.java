package io.hookbridge.loadtest.billing;

import io.hookbridge.loadtest.load.Request;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.Children;
import io.hookbridge.loadtest.process.Ports;
import io.hookbridge.loadtest.process.Probe;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.rig.Rig;
import io.hookbridge.loadtest.rig.Tenant;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The stand-in for Stripe in a process of its own, with a delay before each answer. */
final class StripeDoubleProcess implements AutoCloseable {

    private static final String KEY = "sk_test_FAKEbench0000000";
    private static final String WEBHOOK_SECRET = "whsec_FAKEbench00000000";
    private static final Pattern CONFIGURATION = Pattern.compile("\"id\":\"(bpc_[^\"]+)\"");

    private final Children children;
    private final Process process;
    private final int port;
    private final Probe probe;

    private StripeDoubleProcess(Children children, Process process, int port, Probe probe) {
        this.children = children;
        this.process = process;
        this.port = port;
        this.probe = probe;
    }

    /** Starts the double with the customers of {@code tenants}. */
    static StripeDoubleProcess start(Rig rig, int latencyMillis, List<Tenant> tenants)
            throws InterruptedException {
        int port = Ports.free();
        Process process =
                rig.children()
                        .start(
                                rig.installation()
                                        .stripeDoubleCommand(
                                                "--port",
                                                Integer.toString(port),
                                                "--latency-ms",
                                                Integer.toString(latencyMillis)),
                                Map.of(),
                                rig.workspace().newLog("stripe-double"));
        StripeDoubleProcess stripe =
                new StripeDoubleProcess(rig.children(), process, port, rig.probe());
        for (Tenant tenant : tenants) {
            stripe.seed(tenant);
        }
        return stripe;
    }

    private void seed(Tenant tenant) throws InterruptedException {
        probe.post(
                process,
                port,
                "/_control/seed",
                Map.of("Content-Type", "application/json"),
                """
                {"mode":"test","customer":"%s","subscription":"%s","lookup_key":"hookbridge_pro_monthly"}
                """
                        .formatted(tenant.stripeCustomer(), tenant.stripeSubscription()));
    }

    /** What a server must be configured with to take this for Stripe. */
    Map<String, String> settings() {
        return Map.of(
                "HOOKBRIDGE_BILLING",
                "stripe",
                "HOOKBRIDGE_STRIPE_TEST_SECRET_KEY",
                KEY,
                "HOOKBRIDGE_STRIPE_API_BASE",
                "http://127.0.0.1:" + port,
                "HOOKBRIDGE_STRIPE_CALLS_PER_SECOND",
                "1000");
    }

    /** The same, with the webhooks' secret and the rate to Stripe of a server in production. */
    Map<String, String> settingsWithWebhooks() {
        Map<String, String> settings = new TreeMap<>(settings());
        settings.remove("HOOKBRIDGE_STRIPE_CALLS_PER_SECOND");
        settings.put("HOOKBRIDGE_STRIPE_TEST_WEBHOOK_SECRETS", WEBHOOK_SECRET);
        return settings;
    }

    /** The headers of a webhook that Stripe would have sent at this Unix second. */
    Map<String, String> signed(String body, long second) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(
                            WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] tag = mac.doFinal((second + "." + body).getBytes(StandardCharsets.UTF_8));
            return Map.of(
                    "Stripe-Signature",
                    "t=" + second + ",v1=" + HexFormat.of().formatHex(tag),
                    "Content-Type",
                    "application/json");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HmacSHA256", impossible);
        }
    }

    /** The most requests besides portal sessions that arrived within any one second. */
    int mostInASecond() throws InterruptedException {
        String answer = probe.get(process, port, "/_control/most-in-a-second", Map.of());
        Matcher matcher = Pattern.compile("\\d+").matcher(answer);
        if (!matcher.find()) {
            throw new BenchFailure("the double does not say how often it was asked: " + answer);
        }
        return Integer.parseInt(matcher.group());
    }

    int port() {
        return port;
    }

    /**
     * The call that the server makes for a portal session, one customer after the other. The server
     * must have prepared its portal configuration before.
     */
    LongFunction<Request> sessionsInTurn(List<Tenant> tenants) throws InterruptedException {
        String configuration = configuration();
        return n -> {
            Tenant tenant = tenants.get((int) (n % tenants.size()));
            Map<String, String> headers = headers();
            // Stripe answers a repeated key from memory.
            headers.put("Idempotency-Key", "bench-" + n);
            headers.put("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8");
            return Request.post(
                    port,
                    "/v1/billing_portal/sessions",
                    headers,
                    "customer=%s&configuration=%s&return_url=%s"
                            .formatted(
                                    tenant.stripeCustomer(),
                                    configuration,
                                    ServerProcess.RETURN_URL
                                            .replace(":", "%3A")
                                            .replace("/", "%2F")));
        };
    }

    private static Map<String, String> headers() {
        return new TreeMap<>(Map.of("Authorization", "Bearer " + KEY));
    }

    private String configuration() throws InterruptedException {
        String list = probe.get(process, port, "/v1/billing_portal/configurations", headers());
        Matcher matcher = CONFIGURATION.matcher(list);
        if (!matcher.find()) {
            throw new BenchFailure("the server has made no portal configuration");
        }
        return matcher.group(1);
    }

    @Override
    public void close() {
        children.end(process);
    }
}
