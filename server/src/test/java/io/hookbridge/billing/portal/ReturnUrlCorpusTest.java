package io.hookbridge.billing.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.billing.portal.ReturnUrlCorpus.Case;
import io.hookbridge.billing.portal.ReturnUrlCorpus.Expectation;
import io.hookbridge.billing.portal.ReturnUrlDecision.Reason;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The policy against every string of the published corpus. */
@Tag("unit")
class ReturnUrlCorpusTest {

    private static final ReturnUrlCorpus CORPUS = ReturnUrlCorpus.load();

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void the_policy_decides_as_published(Case entry) {
        assertThat(CORPUS.configuration(entry.configuration()).policy().check(entry.text()))
                .as(entry.why())
                .isEqualTo(entry.decision());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void the_parsers_of_java_find_the_same_origin_in_an_accepted_string(Case entry)
            throws Exception {
        URI uri = new URI(entry.text()).parseServerAuthority();
        URL url = uri.toURL();

        assertThat(origin(uri.getScheme(), uri.getHost(), uri.getPort()))
                .isEqualTo(entry.browser());
        assertThat(origin(url.getProtocol(), url.getHost(), url.getPort()))
                .isEqualTo(entry.browser());
        assertThat(uri.getRawUserInfo()).isNull();
        assertThat(url.getUserInfo()).isNull();
    }

    @Test
    void the_corpus_is_complete_and_says_everything_once() {
        assertThat(CORPUS.cases()).hasSizeGreaterThanOrEqualTo(90);
        assertThat(CORPUS.cases()).extracting(Case::id).doesNotHaveDuplicates();
        assertThat(CORPUS.cases())
                .extracting(entry -> entry.configuration() + " " + entry.text())
                .doesNotHaveDuplicates();
        assertThat(CORPUS.cases())
                .allSatisfy(entry ->
                        assertThat(entry.reason() == null)
                                .as(entry.id())
                                .isEqualTo(entry.expect() == Expectation.accept));
        assertThat(CORPUS.cases()).extracting(Case::reason).contains(Reason.values());
    }

    @Test
    void the_published_policy_describes_every_kind() throws Exception {
        String policy = Files.readString(Path.of("../docs/return-url-policy.md"));

        assertThat(CORPUS.cases())
                .extracting(Case::kind)
                .allSatisfy(kind -> assertThat(policy).contains("| `" + kind + "` |"));
    }

    private static String origin(String scheme, String host, int port) {
        String name = scheme.toLowerCase(Locale.ROOT);
        int number = port == -1 ? WebOrigin.defaultPort(name) : port;
        return new WebOrigin(name, host.toLowerCase(Locale.ROOT), number).toString();
    }

    static List<Case> cases() {
        return CORPUS.cases();
    }

    static Stream<Case> accepted() {
        return cases().stream().filter(entry -> entry.expect() == Expectation.accept);
    }
}
