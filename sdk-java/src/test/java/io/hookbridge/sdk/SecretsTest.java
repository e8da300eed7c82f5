package io.hookbridge.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.sdk.billing.CheckoutSession;
import io.hookbridge.sdk.billing.PortalSession;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** No record of this client shows a secret in its text, which ends up in logs. */
@Tag("unit")
class SecretsTest {

    private static final Pattern NAME_OF_A_SECRET =
            Pattern.compile("key|secret|token|.*(Secret|Token)|(ingest|checkout|portal)Url");

    /** A preset tells what the secret of an endpoint is; the address here has no token. */
    private static final Set<String> HARMLESS =
            Set.of("InboundPreset.secret", "PullEndpointSummary.ingestUrl");

    private static final String VALUE = "FAKE-value";

    @Test
    void no_component_that_is_named_like_a_secret_is_in_the_text_of_its_record() throws Exception {
        Set<String> looked = new TreeSet<>();
        Set<String> shown = new TreeSet<>();
        for (Class<?> type : records()) {
            for (RecordComponent component : type.getRecordComponents()) {
                String name = type.getSimpleName() + "." + component.getName();
                if (isNamedLikeASecret(component) && !HARMLESS.contains(name)) {
                    looked.add(name);
                    if (withOnly(component, type).toString().contains(VALUE)) {
                        shown.add(name);
                    }
                }
            }
        }

        assertThat(shown).isEmpty();
        assertThat(looked)
                .contains(
                        "CreatedApiKey.key",
                        "CreatedEndpoint.signingSecret",
                        "CreatedInboundEndpoint.secretToken",
                        "InboundEndpoint.ingestUrl",
                        "PortalSession.portalUrl");
    }

    @Test
    void everything_else_is_in_the_text_of_a_record() {
        assertThat(new CheckoutSession("cs_1", VALUE))
                .hasToString("CheckoutSession[sessionId=cs_1]");
        assertThat(new PortalSession(VALUE)).hasToString("PortalSession[]");
    }

    private static boolean isNamedLikeASecret(RecordComponent component) {
        return component.getType() == String.class
                && NAME_OF_A_SECRET.matcher(component.getName()).matches();
    }

    /** All other components are {@code null}, 0 or {@code false}. */
    private static Object withOnly(RecordComponent secret, Class<?> type) throws Exception {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int at = 0; at < values.length; at++) {
            types[at] = components[at].getType();
            values[at] =
                    components[at].getName().equals(secret.getName())
                            ? VALUE
                            : Array.get(Array.newInstance(types[at], 1), 0);
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private static Iterable<Class<?>> records() throws IOException, URISyntaxException {
        Path classes =
                Path.of(
                        HookBridge.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .<Class<?>>map(SecretsTest::loaded)
                    .filter(Class::isRecord)
                    .toList();
        }
    }

    private static Class<?> loaded(String file) {
        try {
            return Class.forName(
                    file.substring(0, file.length() - ".class".length()).replace('/', '.'));
        } catch (ClassNotFoundException impossible) {
            throw new LinkageError(file, impossible);
        }
    }
}
