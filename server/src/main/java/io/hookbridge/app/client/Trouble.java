package io.hookbridge.app.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;

import javax.net.ssl.SSLException;

/** Says in words why a server was not reached, and what can be done about it. */
final class Trouble {

    private Trouble() {}

    /** One line, without a password. */
    static String of(Throwable failure, URI url, Proxies proxies) {
        String host = url.getHost();
        Optional<String> proxy = proxies.addressTo(url);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException _ -> {
                    return noAddress(host, proxy);
                }
                case UnresolvedAddressException _ -> {
                    return noAddress(host, proxy);
                }
                case HttpTimeoutException _ -> {
                    return withProxy(
                            "no answer in time from " + url.getAuthority(),
                            proxy,
                            ": a firewall may be in the way");
                }
                case SSLException _ -> {
                    return "no trusted TLS connection to "
                            + url.getAuthority()
                            + ": its certificate is not trusted here; where a company's proxy reads along,"
                            + " tell Java to trust that: HOOKBRIDGE_JAVA_OPTS=-Djavax.net.ssl.trustStore=FILE";
                }
                case IOException refused when isOfProxy(refused) -> {
                    return wantsLogin(refused)
                            ? ofLogin(url, proxies)
                            : "the proxy %s does not let us through to %s"
                                    .formatted(proxy.orElse(""), url.getAuthority());
                }
                default -> {}
            }
        }
        return isOf(ConnectException.class, failure)
                ? proxy.map(way -> "nothing answers at " + way + ", the proxy of the environment")
                        .orElse(
                                "no server answers at "
                                        + url.getScheme()
                                        + "://"
                                        + url.getAuthority()
                                        + ": start one with ./hookbridge up, or name another with --server")
                : withProxy("the connection to " + url.getAuthority() + " broke", proxy, "");
    }

    /** Of a proxy on the way that wants another name or password. */
    static String ofLogin(URI url, Proxies proxies) {
        return "the proxy %s wants a name and a password, or others: http://name:password@host:port in HTTPS_PROXY"
                .formatted(proxies.addressTo(url).orElse(""));
    }

    private static String noAddress(String host, Optional<String> proxy) {
        return proxy.map(way -> "the proxy " + way + " has no address here")
                .orElse("the name " + host + " has no address here");
    }

    private static String withProxy(String sentence, Optional<String> proxy, String otherwise) {
        return sentence + proxy.map(way -> ", through the proxy " + way).orElse(otherwise);
    }

    /** Java has no type for it. */
    private static boolean isOfProxy(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("unnel failed") || message.contains("authentication attempts");
    }

    private static boolean wantsLogin(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("407") || message.contains("authentication attempts");
    }

    private static boolean isOf(Class<?> type, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
