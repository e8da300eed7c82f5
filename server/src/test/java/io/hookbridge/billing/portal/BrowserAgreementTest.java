package io.hookbridge.billing.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hookbridge.billing.portal.ReturnUrlCorpus.Case;
import io.hookbridge.billing.portal.ReturnUrlCorpus.Configuration;
import io.hookbridge.billing.portal.ReturnUrlDecision.Accepted;
import io.hookbridge.billing.portal.UrlReader.Sound;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Compares with a browser's own URL parser: no accepted string may leave the allowed origins. */
@Timeout(60)
@Tag("unit")
class BrowserAgreementTest {

    private static final ReturnUrlCorpus CORPUS = ReturnUrlCorpus.load();
    private static final long SEED = Long.getLong("returnUrlSeed", new Random().nextLong());
    private static final int SAMPLE = 5_000;
    private static final int MOST_TRIES = 1_000_000;

    @BeforeAll
    static void node_is_installed() {
        assumeTrue(
                WhatwgUrlParser.isInstalled(),
                "node is not on the PATH: nothing was compared with a browser's URL parser");
    }

    @Test
    void browsers_go_where_the_corpus_says() throws Exception {
        List<String> texts = CORPUS.cases().stream().map(Case::text).toList();

        List<@Nullable String> origins = WhatwgUrlParser.origins(texts);

        Map<String, @Nullable String> found = new LinkedHashMap<>();
        Map<String, @Nullable String> published = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            found.put(CORPUS.cases().get(i).id(), origins.get(i));
            published.put(CORPUS.cases().get(i).id(), CORPUS.cases().get(i).browser());
        }
        assertThat(found).isEqualTo(published);
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "development"})
    void no_accepted_mutation_leaves_the_allowed_origins(String name) throws Exception {
        Configuration configuration = CORPUS.configuration(name);
        ReturnUrlPolicy policy = configuration.policy();
        UrlMutations mutations = mutations();
        Map<String, String> accepted = new LinkedHashMap<>();
        Set<String> refused = new LinkedHashSet<>();
        for (int i = 0; i < MOST_TRIES && accepted.size() < SAMPLE; i++) {
            String url = mutations.next();
            if (policy.check(url) instanceof Accepted(String same, String origin)) {
                accepted.put(same, origin);
            } else if (refused.size() < SAMPLE) {
                refused.add(url);
            }
        }

        assertBrowsersAgree(accepted);
        assertThat(configuration.allowedOrigins()).containsAll(accepted.values());
        // A policy that accepted everything would fail above: this many mutations are dangerous.
        assertThat(WhatwgUrlParser.origins(List.copyOf(refused)))
                .as(context())
                .filteredOn(origin -> origin != null)
                .filteredOn(origin -> !configuration.allowedOrigins().contains(origin))
                .hasSizeGreaterThan(SAMPLE / 10);
    }

    @Test
    void an_origin_that_can_be_read_at_all_is_the_one_that_browsers_read() throws Exception {
        UrlReader reader = new UrlReader(true);
        UrlMutations mutations = mutations();
        Map<String, String> read = new LinkedHashMap<>();
        for (int i = 0; i < MOST_TRIES && read.size() < SAMPLE; i++) {
            String url = mutations.next();
            // Browsers refuse an xn-- label that encodes nothing; Java does not look inside.
            if (reader.read(url) instanceof Sound(WebOrigin origin, _)
                    && !origin.host().contains("xn--")) {
                read.put(url, origin.toString());
            }
        }

        assertBrowsersAgree(read);
    }

    /** Asks for the browser's origin of every key and expects the value. */
    private static void assertBrowsersAgree(Map<String, String> ours) throws Exception {
        assertThat(ours).as(context()).hasSize(SAMPLE);
        List<String> urls = new ArrayList<>(ours.keySet());
        List<@Nullable String> theirs = WhatwgUrlParser.origins(urls);
        for (int i = 0; i < urls.size(); i++) {
            assertThat(theirs.get(i))
                    .as("%s: %s", context(), urls.get(i))
                    .isEqualTo(ours.get(urls.get(i)));
        }
    }

    private static UrlMutations mutations() {
        List<String> originals =
                CORPUS.cases().stream()
                        .filter(entry -> entry.padTo() == null)
                        .map(Case::text)
                        .toList();
        return new UrlMutations(originals, SEED);
    }

    private static String context() {
        return "repeat with -DreturnUrlSeed=" + SEED;
    }
}
