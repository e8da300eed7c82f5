package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.conformance.Installation.Account;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.stripedouble.Fault;
import io.hookbridge.stripedouble.StripeDouble;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A server in production at its most talkative, through successes and failures: what grants access
 * is in the answers, and nowhere else.
 */
@Tag("black-box")
class SecretHygieneTest {

    private static final String PORTAL = "/v1/billing/portal";
    private static final String BOOTSTRAP = "hb_live_FAKE0000bootstrap00000000";
    private static final List<String> FILES_FOR_SECRETS =
            List.of("postgres.password", "secret.key", "postgres-binaries");

    /** What is stored, to see that the search is not blind. */
    private static final SecretSearch AUDITED = new SecretSearch();

    static {
        AUDITED.add("an action in the audit", "api_key.created");
    }

    @AutoClose private final Place place = Place.migrated("secrets");
    @AutoClose private final StripeDouble stripe = StripeDouble.start();
    private final SecretSearch secrets = new SecretSearch();
    private final List<String> found = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();

    @Test
    void nothing_that_grants_access_is_logged_or_stored() throws Exception {
        secrets.addKey("the first key", BOOTSTRAP);
        try (RunningServer server = serve(Map.of("ALLOWED_TARGETS", "127.0.0.0/8"))) {
            secrets.add(
                    "the database's password",
                    Files.readString(place.data().resolve("postgres.password")).strip());
            useBuiltinBilling(server);
            sendMessage(server);
            useConsole(server);
            misuse(server);
            look(server);
        }
        try (RunningServer server = serve(stripeSettings())) {
            secrets.addKey("Stripe's test key", StripeDouble.TEST_KEY);
            secrets.addKey("Stripe's live key", StripeDouble.LIVE_KEY);
            secrets.add("Stripe's signing secret", "FAKEsigningsecret");
            useStripe(server);
            misuse(server);
            look(server);
        }
        assertThat(AUDITED.inFiles(place.data(), FILES_FOR_SECRETS)).isNotEmpty();
        found.addAll(secrets.inFiles(place.data(), FILES_FOR_SECRETS));

        assertThat(found).isEmpty();
    }

    private RunningServer serve(Map<String, String> settings) {
        return RunningServer.serve(
                place,
                place.launch("serve")
                        .with("PUBLIC_URL", "https://hooks.example.com")
                        .with("LOG_LEVEL", "debug")
                        .with("BOOTSTRAP_API_KEY", BOOTSTRAP)
                        .with(settings));
    }

    private Map<String, String> stripeSettings() {
        return Map.of(
                "STRIPE_TEST_SECRET_KEY",
                StripeDouble.TEST_KEY,
                "STRIPE_LIVE_SECRET_KEY",
                StripeDouble.LIVE_KEY,
                "STRIPE_TEST_WEBHOOK_SECRETS",
                "whsec_FAKEsigningsecret",
                "STRIPE_API_BASE",
                stripe.apiBase().toString());
    }

    private void useBuiltinBilling(RunningServer server) {
        CheckedHttpClient api = server.api();
        Exchange projects = api.get("/v1/projects").key(BOOTSTRAP).send();
        String tenant = projects.data().at("/0/tenant_id").asString();
        ids.add(tenant);
        ids.add(projects.data().at("/0/id").asString());
        place.admin("plan", "set", "--tenant", tenant, "--plan", "pro");
        Exchange made = api.post("/v1/api-keys").key(BOOTSTRAP).json("{}").send();
        ids.add(made.data().get("key_id").asString());
        secrets.addKey("a key that was made", made.data().get("key").asString());

        String opened = portalUrl(server, BOOTSTRAP);
        secrets.addUrl("a portal link that was opened", opened);
        secrets.addUrl("a portal link that was not", portalUrl(server, BOOTSTRAP));
        Exchange entered = api.get(URI.create(opened).getRawPath()).send();
        assertThat(entered.status()).isEqualTo(303);
        String cookie = entered.header("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        secrets.add("the page's cookie", cookie.replaceFirst("^[^=]*=", ""));
        Exchange page = api.get("/billing/live/portal").header("Cookie", cookie).send();
        assertThat(page.status()).isEqualTo(200);
        assertThat(api.get(URI.create(opened).getRawPath()).send().status()).isEqualTo(410);
        Exchange forged =
                api.post("/billing/live/cancel")
                        .header("Cookie", cookie)
                        .form(Map.of("form_token", "FAKE"))
                        .send();
        assertThat(forged.status()).isEqualTo(403);
    }

    /** To the discard port, where nothing listens: the attempt is recorded all the same. */
    private void sendMessage(RunningServer server) {
        CheckedHttpClient api = server.api();
        String ofEndpoint = "FAKEheaderOfAnEndpoint";
        String ofMessage = "FAKEheaderOfAMessage";
        secrets.add("a header of an endpoint", ofEndpoint);
        secrets.add("a header of a message", ofMessage);
        Exchange endpoint =
                api.post("/v1/endpoints")
                        .key(BOOTSTRAP)
                        .json(
                                "{\"url\":\"http://127.0.0.1:9/in\",\"headers\":{\"X-Api-Key\":\"%s\"}}"
                                        .formatted(ofEndpoint))
                        .send();
        assertThat(endpoint.status()).as(endpoint.text()).isEqualTo(201);
        secrets.add("a signing secret", endpoint.data().get("signing_secret").asString());
        String id = endpoint.data().get("id").asString();
        Exchange sent =
                api.post("/v1/webhooks/send")
                        .key(BOOTSTRAP)
                        .json(
                                "{\"endpoint_id\":\"%s\",\"payload\":{},\"headers\":{\"X-Auth-Token\":\"%s\"}}"
                                        .formatted(id, ofMessage))
                        .send();
        String attempts = "/v1/messages/" + sent.data().get("message_id").asString() + "/attempts";
        Patience.until(
                "an attempt is told",
                () -> !api.get(attempts).key(BOOTSTRAP).send().data().isEmpty());
        found.addAll(secrets.in("attempts", api.get(attempts).key(BOOTSTRAP).send().text()));
        found.addAll(
                secrets.in(
                        "an endpoint",
                        api.get("/v1/endpoints/" + id).key(BOOTSTRAP).send().text()));
    }

    private void useConsole(RunningServer server) {
        CheckedHttpClient api = server.api();
        String password = "FAKE correct horse battery";
        secrets.add("a password", password);
        String tenant =
                api.get("/v1/projects").key(BOOTSTRAP).send().data().at("/0/tenant_id").asString();
        String link =
                place.admin("user", "create", "--tenant", tenant, "--email", "ada@example.com")
                        .get("link")
                        .asString();
        secrets.add("a link to choose a password", link.replaceFirst(".*/", ""));
        Exchange form = api.get(link).send();
        String browser = cookie(form);
        Exchange in =
                api.post(link)
                        .header("Cookie", browser)
                        .header("Origin", "https://hooks.example.com")
                        .form(
                                Map.of(
                                        "form_token", formToken(form),
                                        "new_password", password,
                                        "repeated_password", password))
                        .send();
        assertThat(in.status()).isEqualTo(303);
        String session = cookie(in);
        assertThat(session).startsWith("__Host-hookbridge_session=");
        secrets.add("the cookie of a console session", session.replaceFirst("^[^=]*=", ""));
        String start =
                api.get("/console")
                        .header("Cookie", session)
                        .send()
                        .header("Location")
                        .orElseThrow();
        String keys = start.replaceFirst("/home$", "/api-keys/new");
        Exchange page = api.get(keys).header("Cookie", session).send();
        assertThat(page.status()).isEqualTo(200);
        Exchange created =
                api.post(keys)
                        .header("Cookie", session)
                        .header("Origin", "https://hooks.example.com")
                        .form(Map.of("form_token", formToken(page), "permission_read", "on"))
                        .send();
        assertThat(created.status()).isEqualTo(201);
        secrets.addKey(
                "a key made in the console",
                created.text().replaceFirst("(?s).*>(hb_live_[0-9A-Za-z]{32})<.*", "$1"));
    }

    /** The cookie that is set, but not that of a notice. */
    private static String cookie(Exchange answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> !cookie.contains("hookbridge_notice="))
                .findFirst()
                .orElseThrow()
                .replaceFirst(";.*", "");
    }

    private static String formToken(Exchange page) {
        return page.text().replaceFirst("(?s).*name=\"form_token\" value=\"([^\"]+)\".*", "$1");
    }

    private void useStripe(RunningServer server) {
        Account account =
                Account.of(place.admin("tenant", "create", "--name", "Stripe", "--mode", "test"));
        secrets.addKey("the key of a tenant by command", account.key());
        ids.add(account.tenantId());
        stripe.test().addCustomer("cus_FAKEsecret01");
        stripe.test()
                .addPrice(
                        "price_FAKE1", "prod_FAKE1", "hookbridge_pro_monthly", "month", "licensed");
        stripe.test().addSubscription("sub_FAKE1", "cus_FAKEsecret01", "active", "price_FAKE1");
        ids.add("cus_FAKEsecret01");
        Launch.Ended linked =
                place.launch(
                                "admin",
                                "billing",
                                "link",
                                "--tenant",
                                account.tenantId(),
                                "--mode",
                                "test",
                                "--customer",
                                "cus_FAKEsecret01")
                        .with(stripeSettings())
                        .with("LOG_LEVEL", "debug")
                        .run();
        assertThat(linked.code()).as(linked.said()).isZero();

        secrets.addUrl("a session of Stripe's portal", portalUrl(server, account.key()));
        secrets.add("what a proxy of Stripe says", "test_FAKEleak");
        for (Fault fault :
                new Fault[] {
                    Fault.HTML_502, Fault.UNAUTHORIZED, Fault.FORBIDDEN, Fault.FOREIGN_HOST
                }) {
            stripe.fail("POST /v1/billing_portal/sessions", fault);
            Exchange refused = server.api().post(PORTAL).key(account.key()).send();
            assertThat(refused.status()).as(refused.text()).isEqualTo(503);
            stripe.heal();
        }
        found.addAll(secrets.in("the command that links", linked.said()));
    }

    /** Sends keys to where they do not belong, as callers do by mistake. */
    private void misuse(RunningServer server) {
        String misplaced = "hb_live_FAKE0000misplaced00000000";
        secrets.addKey("a misplaced key", misplaced);
        CheckedHttpClient api = server.api();
        api.get("/v1/projects").key(misplaced).send();
        api.get("/v1/projects").header("Authorization", misplaced).send();
        api.get("/v1/projects/" + misplaced).key(BOOTSTRAP).send();
        api.get("/v1/projects?key=" + misplaced).send();
        api.get("/" + misplaced).send();
        api.post(PORTAL).key(BOOTSTRAP).json("{\"return_url\":\"" + misplaced + "\"}").send();
        api.post(PORTAL).key(BOOTSTRAP).json("{\"locale\":\"" + misplaced + "\"}").send();
        api.post("/v1/api-keys").key(BOOTSTRAP).raw("{" + misplaced).send();
    }

    private void look(RunningServer server) throws Exception {
        String metrics = server.operator("/metrics").text();
        assertThat(metrics).contains("hookbridge_http_requests").doesNotContain(ids);
        found.addAll(secrets.in("/metrics", metrics));
        found.addAll(secrets.in("/readyz", server.operator("/readyz").text()));
        try (Connection connection = place.connect()) {
            assertThat(AUDITED.inDatabase(connection)).isNotEmpty();
            found.addAll(secrets.inDatabase(connection));
        }
        server.stop("TERM");
        assertThat(server.child().said()).contains("/v1/billing/portal");
        found.addAll(secrets.in("the log", server.child().said()));
    }

    private String portalUrl(RunningServer server, String key) {
        Exchange opened = server.api().post(PORTAL).key(key).send();
        assertThat(opened.status()).as(opened.text()).isEqualTo(200);
        return opened.data().get("portal_url").asString();
    }
}
