package io.hookbridge.net;

import static io.hookbridge.net.Posting.LOOPBACK;
import static io.hookbridge.net.Posting.always;
import static io.hookbridge.net.RawReceiver.OK;
import static io.hookbridge.net.RawReceiver.answering;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;

import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;

@Tag("unit")
class ClientStripesTest {

    private static void call(OkHttpClient client, RawReceiver receiver) throws IOException {
        Request request =
                new Request.Builder()
                        .url(receiver.url())
                        .post(RequestBody.create(new byte[0]))
                        .build();
        try (Response response = client.newCall(request).execute()) {
            assertThat(response.body().string()).isEqualTo("ok");
        }
    }

    @Test
    void connections_outlive_the_memory_of_failures() throws Exception {
        ClientStripes clients =
                new ClientStripes(
                        new OkHttpClient(),
                        new Guard(LOOPBACK::allows, always("127.0.0.1"), 1000),
                        Patience.LONGEST,
                        ConnectionSpec.CLEARTEXT,
                        new PoolUpkeep());
        try (RawReceiver receiver = answering(OK)) {
            HttpUrl url = HttpUrl.get(receiver.url());
            OkHttpClient before = clients.of(url);
            call(before, receiver);
            clients.forgetFailures();

            assertThat(clients.of(url)).isNotSameAs(before);
            call(clients.of(url), receiver);
            assertThat(receiver.connections()).isEqualTo(1);

            clients.closeIdle();
            assertThat(receiver.awaitEnd()).isEqualTo("end");
        }
    }

    @Test
    void an_idle_connection_is_closed_when_its_time_is_over_and_one_too_many_before()
            throws Exception {
        PoolUpkeep upkeep = new PoolUpkeep();
        for (ConnectionPool pool : new ConnectionPool[] {upkeep.pool(5, 1), upkeep.pool(1, 600)}) {
            OkHttpClient client = new OkHttpClient.Builder().connectionPool(pool).build();
            try (RawReceiver one = answering(OK);
                    RawReceiver two = answering(OK)) {
                call(client, one);
                call(client, two);
                assertThat(one.awaitEnd()).isEqualTo("end");
            }
        }
    }
}
