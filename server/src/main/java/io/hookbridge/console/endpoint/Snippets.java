package io.hookbridge.console.endpoint;

import io.hookbridge.delivery.signing.SignatureScheme;

import java.util.List;

/** Code with which receivers check signatures, by the way in which an endpoint signs. */
final class Snippets {

    private static final List<EndpointPage.Snippet> HOOKBRIDGE =
            List.of(
                    new EndpointPage.Snippet(
                            "Python",
                            """
                            import hashlib, hmac

                            def is_genuine(secret: str, headers, body: bytes) -> bool:
                                signed = headers["X-Webhook-Timestamp"].encode() + b"." + body
                                expected = "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
                                return any(hmac.compare_digest(expected, given) for given in headers["X-Webhook-Signature"].split(","))
                            """),
                    new EndpointPage.Snippet(
                            "JavaScript",
                            """
                            import { createHmac, timingSafeEqual } from "node:crypto";

                            export function isGenuine(secret, headers, body) { // body: a Buffer
                              const expected = createHmac("sha256", secret)
                                .update(headers["x-webhook-timestamp"] + ".").update(body).digest();
                              return headers["x-webhook-signature"].split(",").some((given) => {
                                const bytes = Buffer.from(given.replace(/^sha256=/, ""), "hex");
                                return bytes.length === expected.length && timingSafeEqual(bytes, expected);
                              });
                            }
                            """),
                    new EndpointPage.Snippet(
                            "Go",
                            """
                            func isGenuine(secret string, header http.Header, body []byte) bool {
                                mac := hmac.New(sha256.New, []byte(secret))
                                mac.Write([]byte(header.Get("X-Webhook-Timestamp") + "."))
                                mac.Write(body)
                                expected := []byte("sha256=" + hex.EncodeToString(mac.Sum(nil)))
                                for _, given := range strings.Split(header.Get("X-Webhook-Signature"), ",") {
                                    if hmac.Equal(expected, []byte(given)) {
                                        return true
                                    }
                                }
                                return false
                            }
                            """));

    private static final List<EndpointPage.Snippet> STANDARD =
            List.of(
                    new EndpointPage.Snippet(
                            "Python",
                            """
                            from standardwebhooks.webhooks import Webhook

                            # Reads webhook-id, webhook-timestamp and webhook-signature; throws if they are wrong.
                            Webhook(secret).verify(body, headers)
                            """),
                    new EndpointPage.Snippet(
                            "JavaScript",
                            """
                            import { Webhook } from "standardwebhooks";

                            // Reads webhook-id, webhook-timestamp and webhook-signature; throws if they are wrong.
                            new Webhook(secret).verify(body, headers);
                            """));

    private Snippets() {}

    /** None where no library is common that could be named. */
    static List<EndpointPage.Snippet> of(SignatureScheme scheme) {
        return switch (scheme) {
            case HOOKBRIDGE -> HOOKBRIDGE;
            case STANDARD_V1 -> STANDARD;
            case STANDARD_V1A -> List.of();
        };
    }
}
