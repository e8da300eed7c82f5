package io.hookbridge.loadtest.billing;

import io.hookbridge.loadtest.load.Request;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.rig.Rig;
import io.hookbridge.loadtest.rig.Tenant;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** Create customer portal session, as an SDK sends it. */
final class PortalCall {

    static final String PATH = "/v1/billing/portal";
    static final String BODY = "{\"return_url\":\"" + ServerProcess.RETURN_URL + "\"}";

    private PortalCall() {}

    static Map<String, String> headers(String key) {
        return Map.of(
                "Authorization",
                "Bearer " + key,
                "Content-Type",
                "application/json",
                "Accept",
                "application/json");
    }

    /** One tenant after the other. */
    static LongFunction<Request> inTurn(int port, List<Tenant> tenants) {
        List<Request> requests =
                tenants.stream()
                        .map(tenant -> Request.post(port, PATH, headers(tenant.key()), BODY))
                        .toList();
        return n -> requests.get((int) (n % requests.size()));
    }

    /** The time from the start of the process to the tenant's first portal session. */
    static Duration firstAnswer(Rig rig, ServerProcess server, Tenant tenant)
            throws InterruptedException {
        String answer = server.post(rig.probe(), PATH, headers(tenant.key()), BODY);
        Duration took = server.age();
        if (!answer.contains("\"portal_url\":\"http")) {
            throw new BenchFailure("this is no portal session: " + answer);
        }
        return took;
    }
}
