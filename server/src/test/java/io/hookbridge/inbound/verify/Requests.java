package io.hookbridge.inbound.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.base.ip.IpAddress;
import io.hookbridge.inbound.verify.coded.CheckCoded;
import io.hookbridge.inbound.verify.coded.ProviderKeys;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.inbound.verify.request.ReceivedRequest;
import io.hookbridge.net.Header;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A request to an endpoint, put together. */
final class Requests {

    static final String URL = "https://receive.example.test/v1/webhooks/receive/id/token";
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** No provider answers. */
    static final CheckCoded NOBODY = new CheckCoded(ProviderKeys.NONE, Set::of);

    private final Preset preset;
    private final List<Header> headers = new ArrayList<>();
    private String method = "POST";
    private String url = URL;
    private byte[] body = {};
    private int mostDecoded = 1 << 20;
    private Instant receivedAt = NOW;
    private OwnChecks own = OwnChecks.NONE;
    private Optional<IpAddress> source = Optional.empty();

    private Requests(Preset preset) {
        this.preset = preset;
    }

    static Requests to(String preset) {
        return new Requests(Vectors.PRESETS.find(preset).orElseThrow());
    }

    static Requests to(Preset preset) {
        return new Requests(preset);
    }

    Requests method(String method) {
        this.method = method;
        return this;
    }

    Requests url(String url) {
        this.url = url;
        return this;
    }

    Requests at(long second) {
        this.receivedAt = Instant.ofEpochSecond(second);
        return this;
    }

    Requests header(String name, String value) {
        headers.add(new Header(name, value));
        return this;
    }

    Requests headers(List<Header> more) {
        more.forEach(header -> headers.removeIf(it -> it.name().equalsIgnoreCase(header.name())));
        headers.addAll(more);
        return this;
    }

    Requests body(String body) {
        return body(body.getBytes(UTF_8));
    }

    Requests body(byte[] body) {
        this.body = body;
        return this;
    }

    Requests mostDecoded(int bytes) {
        this.mostDecoded = bytes;
        return this;
    }

    Requests own(OwnChecks own) {
        this.own = own;
        return this;
    }

    Requests from(String address) {
        this.source = IpAddress.parse(address);
        return this;
    }

    ReceivedRequest request() {
        String[] parts = url.split("\\?", 2);
        return new ReceivedRequest(
                method,
                parts[0],
                parts.length == 2 ? Optional.of(parts[1]) : Optional.empty(),
                headers,
                body,
                mostDecoded,
                source,
                receivedAt);
    }

    Outcome judgedWith(String... secrets) {
        return judged(Material.of(secrets));
    }

    Outcome judged(Material material) {
        return verifier(material).judge(request());
    }

    Verifier verifier(Material material) {
        return new Verifier(preset, material, own, NOBODY);
    }

    /**
     * @param algorithm such as {@code HmacSHA256}
     */
    static byte[] hmac(String algorithm, String secret, byte[] text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), algorithm));
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static byte[] hmac(String secret, String text) {
        return hmac("HmacSHA256", secret, text.getBytes(UTF_8));
    }
}
