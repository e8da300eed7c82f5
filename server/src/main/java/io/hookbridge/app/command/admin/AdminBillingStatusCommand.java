package io.hookbridge.app.command.admin;

import io.hookbridge.app.Core;
import io.hookbridge.app.command.option.ConfigurationFile;
import io.hookbridge.app.config.BillingConfiguration.Provider;
import io.hookbridge.app.config.Configuration;
import io.hookbridge.app.config.Profile;
import io.hookbridge.app.terminal.CommandOutput;
import io.hookbridge.base.Json;
import io.hookbridge.base.Mode;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.status.BillingStatus;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Tells how far our rows may be behind the provider. */
@Command(
        name = "status",
        description =
                "Print provider, modes, webhooks, inbox, reconcile, brake and overage as JSON; and, of a server that runs on"
                        + " this machine, what it remembers of its calls to Stripe.",
        mixinStandardHelpOptions = true)
final class AdminBillingStatusCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Mixin private ConfigurationFile file = new ConfigurationFile();

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = file.read(Profile.DEVELOPMENT);
        Map<String, Object> result = new LinkedHashMap<>();
        try (Core core = Core.forCommand(configuration)) {
            result.put(
                    "provider",
                    configuration.billing().provider().name().toLowerCase(java.util.Locale.ROOT));
            if (configuration.billing().provider() == Provider.STRIPE) {
                BillingStatus status =
                        new BillingStatus(core.storage.database().jdbi(), core.clock);
                for (Mode mode : Mode.values()) {
                    result.put(mode.word(), facts(configuration, status, mode));
                }
            }
            result.put("running_server", ofRunningServer(configuration.http().adminPort()));
        }
        CommandOutput.print(result);
        return 0;
    }

    private static Map<String, Object> facts(
            Configuration configuration, BillingStatus status, Mode mode) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(
                "key",
                configuration.billing().stripe().keys().containsKey(mode) ? "configured" : "none");
        facts.put(
                "webhook_secrets",
                configuration
                        .billing()
                        .stripe()
                        .webhookSecrets()
                        .getOrDefault(mode, List.of())
                        .size());
        facts.putAll(status.facts(BillingBook.of(mode)));
        return facts;
    }

    /** Breakers and the last contact live in the memory of a server. */
    private static Object ofRunningServer(int adminPort) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/readyz"))
                        .timeout(PATIENCE)
                        .build();
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            String page = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return Json.MAPPER.readTree(page).path("billing");
        } catch (IOException | tools.jackson.core.JacksonException none) {
            return "not reached on 127.0.0.1:" + adminPort;
        }
    }
}
