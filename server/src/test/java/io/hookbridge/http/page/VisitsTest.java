package io.hookbridge.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Permission;
import io.hookbridge.base.SecretToken;
import io.hookbridge.base.Uuid7;
import io.hookbridge.http.Admission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.http.HttpServer;
import io.hookbridge.http.Route;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Whom pages admit, with visitors who may do anything that can be thought of. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("unit")
class VisitsTest {

    private static final URI HERE = URI.create("http://localhost:1");

    private final Pages pages = new Pages(HERE);
    private final SessionCookie cookie = SessionCookie.of("session", "/", HERE);
    private final FormGuard forms = new FormGuard(HERE);
    private final Map<SecretToken, Person> people = new ConcurrentHashMap<>();
    private final AtomicInteger handled = new AtomicInteger();
    private final HttpServer server =
            new HttpServer(
                    new HttpServer.Listen("127.0.0.1", 0, 16, Duration.ofSeconds(5), false),
                    routes(),
                    _ -> {
                        throw new AssertionError("every route here is a page");
                    },
                    _ -> Optional.empty(),
                    new Uuid7(InstantSource.system()),
                    new SimpleMeterRegistry());
    private CheckedHttpClient client = CheckedHttpClient.ofLocalPort(1);

    private record Person(Set<Permission> permissions, boolean suspended) {}

    private record PersonsVisit(Person person, Call call) implements Visit {

        @Override
        public Phrases phrases() {
            return Phrases.ENGLISH;
        }

        @Override
        public Set<Permission> permissions() {
            return person.permissions();
        }

        @Override
        public Optional<Problem> keptOut() {
            return person.suspended()
                    ? Optional.of(new Problem("Suspended", "Why", "What now", null, null))
                    : Optional.empty();
        }
    }

    private final class OurPeople implements Visitors<PersonsVisit> {

        @Override
        public Optional<PersonsVisit> find(SecretToken session, String formToken, Call call) {
            return Optional.ofNullable(people.get(session))
                    .map(person -> new PersonsVisit(person, call));
        }

        @Override
        public Answer withoutSession(Call call) {
            return pages.goTo("/sign-in");
        }

        @Override
        public Answer notPermitted(PersonsVisit visit, Permission needed) {
            return pages.problem(
                    403,
                    new Problem("Not for you", "It takes " + needed, "Ask", null, null),
                    Language.ENGLISH);
        }
    }

    private List<Route> routes() {
        Visits<PersonsVisit> visits = new Visits<>(pages, cookie, forms, new OurPeople());
        List<Route> routes = new ArrayList<>();
        for (Permission permission : Permission.values()) {
            add(routes, visits, "/" + permission.word(), Admission.to(permission));
        }
        add(routes, visits, "/own", Admission.VISITORS);
        add(routes, visits, "/out", Admission.VISITORS_KEPT_OUT_TOO);
        return routes;
    }

    private void add(
            List<Route> routes,
            Visits<PersonsVisit> visits,
            String path,
            Admission.OfVisitors admits) {
        routes.add(visits.get(path, admits, _ -> done()));
        routes.add(visits.post(path, admits, (_, _) -> done()));
    }

    private Answer done() {
        handled.incrementAndGet();
        return pages.goTo("/done");
    }

    @BeforeAll
    void start() throws IOException {
        server.start();
        client = CheckedHttpClient.ofLocalPort(server.port());
    }

    @AfterAll
    void stop() {
        server.stop();
    }

    @ParameterizedTest
    @EnumSource
    void only_who_has_the_permission_sees_a_page_and_has_its_form_taken(Permission needed) {
        SecretToken lacking = person(EnumSet.complementOf(EnumSet.of(needed)), false);
        SecretToken having = person(EnumSet.of(needed), false);
        String path = "/" + needed.word();

        for (Exchange refused : List.of(get(path, lacking), post(path, lacking, lacking))) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("<h1>Not for you</h1>");
        }
        assertThat(handled).hasValue(0);
        assertThat(get(path, having).header("Location")).hasValue("/done");
        assertThat(post(path, having, having).header("Location")).hasValue("/done");
        handled.set(0);
    }

    @Test
    void who_is_kept_out_finds_the_way_out_and_nothing_else() {
        SecretToken suspended = person(EnumSet.allOf(Permission.class), true);

        for (String path : List.of("/own", "/manage")) {
            assertThat(get(path, suspended).text()).contains("<h1>Suspended</h1>");
            assertThat(post(path, suspended, suspended).status()).isEqualTo(403);
        }
        assertThat(post("/out", suspended, suspended).header("Location")).hasValue("/done");
        handled.set(0);
    }

    @Test
    void a_form_without_the_token_of_its_session_is_not_taken() {
        SecretToken one = person(EnumSet.allOf(Permission.class), false);
        SecretToken other = person(EnumSet.allOf(Permission.class), false);

        assertThat(post("/manage", one, other).status()).isEqualTo(403);
        assertThat(post("/own", one, other).status()).isEqualTo(403);
        assertThat(post("/own", SecretToken.random(), other).header("Location"))
                .hasValue("/sign-in");
        assertThat(handled).hasValue(0);
    }

    private SecretToken person(Set<Permission> permissions, boolean suspended) {
        SecretToken session = SecretToken.random();
        people.put(session, new Person(permissions, suspended));
        return session;
    }

    private Exchange get(String path, SecretToken session) {
        return client.get(path).header("Cookie", cookie.name() + "=" + session.text()).send();
    }

    /** A form that a page of the session {@code form} has made. */
    private Exchange post(String path, SecretToken session, SecretToken form) {
        return client.post(path)
                .header("Cookie", cookie.name() + "=" + session.text())
                .header("Origin", forms.origin())
                .form(Map.of(FormGuard.FIELD, forms.tokenFor(form)))
                .send();
    }
}
