package io.hookbridge.app.command;

import io.hookbridge.app.terminal.ShellWord;
import io.hookbridge.base.TenantId;
import io.hookbridge.tenant.apikey.KeyText;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code up} prints once the server answers. Every command line in it works as it stands, and
 * no key is shown that does not.
 *
 * @param seconds from the start of the process
 * @param console where people go; empty for a node without pages
 * @param api whether this node answers {@code /v1}
 * @param keyFile where {@code key} is kept
 * @param key one that works; empty if none is known
 * @param firstTenant whom a new key may be made for; empty in an installation without tenants
 */
record Welcome(
        String version,
        double seconds,
        Path dataDir,
        URI publicUrl,
        URI adminUrl,
        Optional<String> console,
        boolean api,
        Path keyFile,
        Optional<KeyText> key,
        Optional<TenantId> firstTenant) {

    private static final String VARIABLE = "HOOKBRIDGE_API_KEY";

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%n%s is ready after %.1f s, its data is in %s%n%n",
                        version,
                        seconds,
                        dataDir));
        if (api) {
            row(text, "API", publicUrl + "/v1");
        }
        row(text, "Docs", publicUrl + "/docs");
        console.ifPresent(line -> row(text, "Console", line));
        row(text, "Ready?", adminUrl + "/readyz");
        if (api) {
            row(
                    text,
                    "API key",
                    key.map(working -> working.value() + " (kept in " + keyFile.normalize() + ")")
                            .orElseGet(this::noKey));
            text.append(lines());
        }
        return text.append("Ctrl-C stops the server and its PostgreSQL.\n").toString();
    }

    private static void row(StringBuilder text, String name, String value) {
        text.append(String.format("  %-10s%s%n", name, value));
    }

    private String noKey() {
        return "none that works is known here: only hashes are kept, and the one in "
                + keyFile
                + ", if any, does not work. "
                + firstTenant
                        .map(tenant ->
                                "Make another: ./hookbridge admin key create --tenant " + tenant)
                        .orElse("Make a tenant: ./hookbridge admin tenant create --name NAME");
    }

    private String lines() {
        return """

        %s
          %s

        It makes an endpoint that leads to itself, prints the line that sends a webhook and the line that looks
        what became of it, and shows each webhook that arrives. docs/first-webhook.md does it step by step.

        Webhooks of others, such as GitHub, come to a server of yours on this machine, here on port 3000 (docs/listen.md):

          %s

        SDKs have two addresses; with one alone, "send" would go to the vendor (docs/sdks.md):

          export HOOKBRIDGE_BASE_URL=%s HOOKBRIDGE_SEND_URL=%s

        Open the customer portal of the demo tenant:

          curl -s -X POST %s -H "Authorization: Bearer %s" -H 'Content-Type: application/json' -d '{}'

        """
                .formatted(
                        key.isPresent()
                                ? "Your first webhook, in another terminal in this folder:\n"
                                : "Your first webhook, in another terminal in this folder, with a key in "
                                        + VARIABLE
                                        + ":\n",
                        receiveLine(),
                        listenLine(),
                        publicUrl,
                        publicUrl,
                        publicUrl + "/v1/billing/portal",
                        key.isPresent()
                                ? ShellWord.contentOf(keyFile.normalize())
                                : "$" + VARIABLE);
    }

    /** In the background, so that the lines it prints can be pasted after it. */
    private String receiveLine() {
        return "./hookbridge receive --create-endpoint " + serverOptions() + " &";
    }

    private String listenLine() {
        return "./hookbridge listen --forward http://localhost:3000 " + serverOptions();
    }

    private String serverOptions() {
        return "--server "
                + publicUrl
                + (key.isPresent()
                        ? " --api-key-file " + ShellWord.of(keyFile.normalize().toString())
                        : "");
    }
}
