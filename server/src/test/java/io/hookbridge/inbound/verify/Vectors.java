package io.hookbridge.inbound.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.base.Json;
import io.hookbridge.inbound.verify.coded.CheckCoded;
import io.hookbridge.inbound.verify.coded.PlaidAccount;
import io.hookbridge.inbound.verify.coded.ProviderKeys;
import io.hookbridge.inbound.verify.preset.Presets;
import io.hookbridge.inbound.verify.request.ReceivedRequest;
import io.hookbridge.net.Header;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Requests with what has to come of them, in {@code vectors.json}. They were signed by other code
 * than ours; all keys are fake.
 */
final class Vectors {

    static final Presets PRESETS = Presets.shipped();

    /** All of them, in the order of the file. */
    static final List<Vector> ALL = read();

    private Vectors() {}

    /**
     * A request to an endpoint.
     *
     * @param expect the outcome
     */
    record Vector(
            String id,
            String preset,
            Material material,
            CheckCoded coded,
            ReceivedRequest request,
            JsonNode expect) {

        Verifier verifier() {
            return verifier(OwnChecks.NONE);
        }

        Verifier verifier(OwnChecks own) {
            return new Verifier(PRESETS.find(preset).orElseThrow(), material, own, coded);
        }

        boolean isAccepted() {
            return expect.path("verdict").stringValue().equals("accept");
        }

        /** What its provider publishes: certificates in PEM, by their URLs. */
        Map<String, String> certificates() {
            return node(id).path("certs").properties().stream()
                    .collect(
                            Collectors.toMap(
                                    Map.Entry::getKey, each -> each.getValue().stringValue()));
        }

        /** The same of keys that are asked for by an id: JWKs in JSON. */
        Map<String, String> keys() {
            return node(id).path("jwks").properties().stream()
                    .collect(
                            Collectors.toMap(
                                    Map.Entry::getKey, each -> each.getValue().toString()));
        }

        /** Whoever published a certificate of it. */
        Set<TrustAnchor> authorities() {
            return Vectors.authorities(node(id));
        }

        @Override
        public String toString() {
            return id;
        }
    }

    static Vector find(String id) {
        return ALL.stream().filter(vector -> vector.id().equals(id)).findFirst().orElseThrow();
    }

    /**
     * The keys of one vector, and the authorities of another.
     *
     * @param keys the id of the one
     * @param authorities that of the other
     */
    static CheckCoded withAuthoritiesOf(String keys, String authorities) {
        return new CheckCoded(new Published(node(keys)), () -> authorities(node(authorities)));
    }

    /**
     * Of a provider that has this certificate wherever it is looked for, and who issued it is
     * known.
     *
     * @param pem of an authority
     */
    static CheckCoded publishing(String pem) {
        ProviderKeys everywhere =
                new ProviderKeys() {
                    @Override
                    public Found at(URI url) {
                        return new Found.Content(pem.getBytes(UTF_8));
                    }

                    @Override
                    public Found plaidKey(String id, PlaidAccount account) {
                        return new Found.Unknown();
                    }
                };
        return new CheckCoded(everywhere, () -> Set.of(authority(pem)));
    }

    private static JsonNode node(String id) {
        return file().filter(each -> each.path("id").stringValue().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<Vector> read() {
        return file().map(Vectors::vector).toList();
    }

    private static Stream<JsonNode> file() {
        try (InputStream file =
                Objects.requireNonNull(Vectors.class.getResourceAsStream("vectors.json"))) {
            return Json.readSent(file.readAllBytes()).path("vectors").valueStream();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Vector vector(JsonNode node) {
        return new Vector(
                node.path("id").stringValue(),
                node.path("preset").stringValue(),
                new Material(
                        node.path("secrets").valueStream().map(JsonNode::stringValue).toList(),
                        Optional.ofNullable(node.get("verify_token")).map(JsonNode::stringValue),
                        node.has("takes_secret") ? Optional.of(Instant.MAX) : Optional.empty()),
                coded(node),
                request(node),
                node.path("expect"));
    }

    private static ReceivedRequest request(JsonNode node) {
        JsonNode request = node.path("request");
        String[] url = request.path("url").stringValue().split("\\?", 2);
        byte[] body =
                request.has("body")
                        ? request.path("body").stringValue().getBytes(UTF_8)
                        : Base64.getDecoder().decode(request.path("body_b64").stringValue());
        return new ReceivedRequest(
                request.path("method").stringValue(),
                url[0],
                url.length == 2 ? Optional.of(url[1]) : Optional.empty(),
                request.path("headers").properties().stream()
                        .map(each -> new Header(each.getKey(), each.getValue().stringValue()))
                        .toList(),
                body,
                1 << 20,
                Optional.empty(),
                Instant.ofEpochSecond(node.path("now").longValue()));
    }

    private static CheckCoded coded(JsonNode node) {
        return new CheckCoded(new Published(node), () -> authorities(node));
    }

    /** Whoever published a certificate in a vector is an authority, too. */
    private static Set<TrustAnchor> authorities(JsonNode node) {
        return node.path("certs")
                .valueStream()
                .map(pem -> authority(pem.stringValue()))
                .collect(Collectors.toSet());
    }

    private static TrustAnchor authority(String pem) {
        try {
            return new TrustAnchor(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(
                                            new ByteArrayInputStream(pem.getBytes(UTF_8))),
                    null);
        } catch (CertificateException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    /** Keys that stand in the vector itself. */
    private record Published(JsonNode vector) implements ProviderKeys {

        @Override
        public Found at(URI url) {
            return Optional.ofNullable(vector.path("certs").get(url.toString()))
                    .<Found>map(pem -> new Found.Content(pem.stringValue().getBytes(UTF_8)))
                    .orElseGet(Found.Unknown::new);
        }

        @Override
        public Found plaidKey(String id, PlaidAccount account) {
            return Optional.ofNullable(vector.path("jwks").get(id))
                    .<Found>map(jwk -> new Found.Content(jwk.toString().getBytes(UTF_8)))
                    .orElseGet(Found.Unknown::new);
        }
    }
}
