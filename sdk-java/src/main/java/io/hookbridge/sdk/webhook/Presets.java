package io.hookbridge.sdk.webhook;

import io.hookbridge.sdk.webhook.SignatureForm.Algorithm;
import io.hookbridge.sdk.webhook.SignatureForm.Encoding;
import io.hookbridge.sdk.webhook.SignatureForm.KeyForm;
import io.hookbridge.sdk.webhook.SignatureForm.TimeForm;
import io.hookbridge.sdk.webhook.SignatureForm.TimeOf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The presets of a server whose signatures can be told from headers and body alone. */
final class Presets {

    private static final String BODY = "{body}";

    /** By the word that an endpoint names its preset with. A test holds it to the server's. */
    static final Map<String, SignatureForm> ALL = all();

    private Presets() {}

    private static Map<String, SignatureForm> all() {
        Map<String, SignatureForm> all = new HashMap<>();
        hex(all, "X-Hub-Signature-256", "sha256=", "github", "meta");
        hex(all, "X-Hub-Signature", "sha256=", "bitbucket", "jira");
        hex(all, "X-Notion-Signature", "sha256=", "notion");
        hex(all, "X-Razorpay-Signature", "", "razorpay");
        hex(all, "X-Signature", "", "lemonsqueezy");
        hex(all, "X-Dropbox-Signature", "", "dropbox");
        hex(all, "Sentry-Hook-Signature", "", "sentry");
        hex(all, "X-Hook-Signature", "", "asana");
        base64(all, "x-twitter-webhooks-signature", "sha256=", "x");
        base64(all, "Typeform-Signature", "sha256=", "typeform");
        base64(all, "X-Shopify-Hmac-Sha256", "", "shopify");
        base64(all, "X-WC-Webhook-Signature", "", "woocommerce");
        base64(all, "x-xero-signature", "", "xero");
        all.put(
                "intercom",
                timeless(
                        "X-Hub-Signature",
                        "",
                        "sha1=",
                        Algorithm.HMAC_SHA1,
                        Encoding.HEX,
                        KeyForm.TEXT));
        all.put(
                "vercel",
                timeless(
                        "x-vercel-signature",
                        "",
                        "",
                        Algorithm.HMAC_SHA1,
                        Encoding.HEX,
                        KeyForm.TEXT));
        all.put(
                "pagerduty",
                timeless(
                        "X-PagerDuty-Signature",
                        ",",
                        "v1=",
                        Algorithm.HMAC_SHA256,
                        Encoding.HEX,
                        KeyForm.TEXT));
        all.put(
                "adyen-platform",
                timeless(
                        "HmacSignature",
                        "",
                        "",
                        Algorithm.HMAC_SHA256,
                        Encoding.BASE64,
                        KeyForm.HEX));
        fields(all, "Stripe-Signature", ",", "v1=", "t", ".", "stripe");
        fields(all, "Calendly-Webhook-Signature", ",", "v1=", "t", ".", "calendly");
        fields(all, "Paddle-Signature", ";", "h1=", "ts", ":", "paddle");
        standard(all, "webhook", KeyForm.BASE64, "standard-webhooks", "gitlab-signed");
        standard(all, "webhook", KeyForm.BASE64_IF_PREFIXED, "openai");
        standard(all, "webhook", KeyForm.TEXT, "polar");
        standard(all, "svix", KeyForm.BASE64, "svix", "clerk", "resend");
        all.put("slack", versioned("X-Slack-Signature", "X-Slack-Request-Timestamp"));
        all.put("zoom", versioned("x-zm-signature", "x-zm-request-timestamp"));
        all.put(
                "twitch",
                dated(
                        "Twitch-Eventsub-Message-Signature",
                        "sha256=",
                        Encoding.HEX,
                        "{header:Twitch-Eventsub-Message-Id}",
                        "Twitch-Eventsub-Message-Timestamp"));
        all.put(
                "zendesk",
                dated(
                        "X-Zendesk-Webhook-Signature",
                        "",
                        Encoding.BASE64,
                        "",
                        "X-Zendesk-Webhook-Signature-Timestamp"));
        all.put("standard-webhooks-v1a", SignatureForm.STANDARD_V1A);
        return Map.copyOf(all);
    }

    private static void hex(
            Map<String, SignatureForm> all, String header, String prefix, String... names) {
        SignatureForm form =
                timeless(header, "", prefix, Algorithm.HMAC_SHA256, Encoding.HEX, KeyForm.TEXT);
        List.of(names).forEach(name -> all.put(name, form));
    }

    private static void base64(
            Map<String, SignatureForm> all, String header, String prefix, String... names) {
        SignatureForm form =
                timeless(header, "", prefix, Algorithm.HMAC_SHA256, Encoding.BASE64, KeyForm.TEXT);
        List.of(names).forEach(name -> all.put(name, form));
    }

    private static SignatureForm timeless(
            String header,
            String separator,
            String prefix,
            Algorithm algorithm,
            Encoding encoding,
            KeyForm key) {
        return new SignatureForm(
                header,
                separator,
                prefix,
                algorithm,
                encoding,
                key,
                BODY,
                "",
                TimeForm.SECONDS,
                TimeOf.ATTEMPT);
    }

    /** The time is a field beside the signature. */
    private static void fields(
            Map<String, SignatureForm> all,
            String header,
            String separator,
            String prefix,
            String time,
            String between,
            String name) {
        all.put(
                name,
                new SignatureForm(
                        header,
                        separator,
                        prefix,
                        Algorithm.HMAC_SHA256,
                        Encoding.HEX,
                        KeyForm.TEXT,
                        "{sig:" + time + "}" + between + BODY,
                        "sig:" + time,
                        TimeForm.SECONDS,
                        TimeOf.ATTEMPT));
    }

    /** Like Standard Webhooks, with headers that begin with this. */
    private static void standard(
            Map<String, SignatureForm> all, String begin, KeyForm key, String... names) {
        SignatureForm form =
                new SignatureForm(
                        begin + "-signature",
                        " ",
                        "v1,",
                        Algorithm.HMAC_SHA256,
                        Encoding.BASE64,
                        key,
                        "{header:" + begin + "-id}.{header:" + begin + "-timestamp}." + BODY,
                        "header:" + begin + "-timestamp",
                        TimeForm.SECONDS,
                        TimeOf.ATTEMPT);
        List.of(names).forEach(name -> all.put(name, form));
    }

    private static SignatureForm versioned(String header, String time) {
        return new SignatureForm(
                header,
                "",
                "v0=",
                Algorithm.HMAC_SHA256,
                Encoding.HEX,
                KeyForm.TEXT,
                "v0:{header:" + time + "}:" + BODY,
                "header:" + time,
                TimeForm.SECONDS,
                TimeOf.ATTEMPT);
    }

    private static SignatureForm dated(
            String header, String prefix, Encoding encoding, String before, String time) {
        return new SignatureForm(
                header,
                "",
                prefix,
                Algorithm.HMAC_SHA256,
                encoding,
                KeyForm.TEXT,
                before + "{header:" + time + "}" + BODY,
                "header:" + time,
                TimeForm.RFC3339,
                TimeOf.ATTEMPT);
    }
}
