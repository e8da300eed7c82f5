package io.hookbridge.app.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.app.client.Api;
import io.hookbridge.app.terminal.StartFailure;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/** Which endpoint is listened to. */
@Tag("unit")
class ListenEndpointTest {

    private final PlayedServer server = new PlayedServer();
    private final Api api = server.api();

    @AfterEach
    void stop() throws IOException {
        api.close();
        server.close();
    }

    @Test
    void the_newest_in_mode_cli_is_chosen_where_none_is_named() {
        server.having(
                PlayedServer.endpoint("forward", false),
                PlayedServer.endpoint("cli", true),
                PlayedServer.endpoint("cli", false),
                PlayedServer.endpoint("cli", false));

        ListenEndpoint chosen = ListenEndpoint.choose(api, null);

        assertThat(chosen.choice()).startsWith("the newest of 2 in mode cli");
        assertThat(chosen.ingestUrl()).endsWith("/0123456789abcdef0123456789abcdef");
        assertThat(chosen.toString()).doesNotContain("0123456789abcdef0123456789abcdef");
    }

    @Test
    void one_is_made_where_there_is_none_that_receives() {
        server.having(PlayedServer.endpoint("pull", false), PlayedServer.endpoint("cli", true));

        assertThat(ListenEndpoint.choose(api, null).choice()).startsWith("made just now");
        assertThat(server.asked()).contains("POST /v1/inbound-endpoints");
    }

    @Test
    void one_is_named_by_its_id_or_its_name() {
        assertThat(ListenEndpoint.choose(api, PlayedServer.ENDPOINT).id())
                .isEqualTo(PlayedServer.ENDPOINT);
        assertThat(ListenEndpoint.choose(api, "CLI Endpoint").id())
                .isEqualTo(PlayedServer.ENDPOINT);
        assertRefused("CLI endpoint", "there is no inbound endpoint");
    }

    @Test
    void one_that_cannot_be_listened_to_is_refused_with_what_to_do() {
        server.having(PlayedServer.endpoint("forward", false));
        assertRefused(PlayedServer.ENDPOINT, "is in mode forward");

        server.having(PlayedServer.endpoint("cli", true));
        assertRefused(PlayedServer.ENDPOINT, "is paused");

        server.having(PlayedServer.endpoint("cli", false), PlayedServer.endpoint("cli", false));
        assertRefused("CLI Endpoint", "2 inbound endpoints have the name");
    }

    private void assertRefused(String named, String why) {
        assertThatThrownBy(() -> ListenEndpoint.choose(api, named))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(why);
    }
}
