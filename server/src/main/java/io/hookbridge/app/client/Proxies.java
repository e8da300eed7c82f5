package io.hookbridge.app.client;

import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.WholeNumber;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The proxies that the environment names, in the variables that other tools read: {@code
 * HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, or the same in lower case. This machine is
 * never reached through one.
 */
public final class Proxies {

    private static final Pattern FORM =
            Pattern.compile(
                    "(?:http://)?(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?"
                            + "(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(?::(?<port>[0-9]{1,5}))?/?");

    private static final int STANDARD_PORT = 80;

    private static final Pattern THIS_MACHINE =
            Pattern.compile("(?:.*\\.)?localhost|127(?:\\.[0-9]+){3}|\\[?::1\\]?");

    /** One of them; its name and password are shown to nobody else. */
    private record Way(String host, int port, @Nullable PasswordAuthentication login) {

        String address() {
            return host + ":" + port;
        }
    }

    private final Optional<Way> encrypted;
    private final Optional<Way> plain;
    private final List<String> exceptions;

    private Proxies(Optional<Way> encrypted, Optional<Way> plain, List<String> exceptions) {
        this.encrypted = encrypted;
        this.plain = plain;
        this.exceptions = exceptions;
    }

    /**
     * @throws StartFailure if a variable names no proxy that can be used
     */
    public static Proxies of(Map<String, String> environment) {
        return new Proxies(
                way("HTTPS_PROXY", environment),
                way("HTTP_PROXY", environment),
                List.of(value("NO_PROXY", environment).toLowerCase(Locale.ROOT).split("[,\\s]+")));
    }

    private static String value(String variable, Map<String, String> environment) {
        String lower = environment.get(variable.toLowerCase(Locale.ROOT));
        return (lower != null ? lower : environment.getOrDefault(variable, "")).strip();
    }

    private static Optional<Way> way(String variable, Map<String, String> environment) {
        String text = value(variable, environment);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw noProxy(variable);
        }
        String port = parts.group("port");
        return Optional.of(
                new Way(
                        parts.group("host"),
                        port == null
                                ? STANDARD_PORT
                                : WholeNumber.parse(port, 1, 65535)
                                        .orElseThrow(() -> noProxy(variable)),
                        login(parts.group("user"), parts.group("password"))));
    }

    /** Says nothing of the value, which may hold a password. */
    private static StartFailure noProxy(String variable) {
        return new StartFailure(
                variable
                        + " must name a proxy as http://host:port or http://name:password@host:port");
    }

    private static @Nullable PasswordAuthentication login(
            @Nullable String user, @Nullable String password) {
        return user == null
                ? null
                : new PasswordAuthentication(
                        decoded(user), decoded(password == null ? "" : password).toCharArray());
    }

    /** A plus is itself here, other than in forms. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    /** Has a client use them. */
    HttpClient.Builder apply(HttpClient.Builder builder) {
        builder.proxy(
                new ProxySelector() {
                    @Override
                    public List<Proxy> select(URI url) {
                        return List.of(to(url).map(Proxies::proxy).orElse(Proxy.NO_PROXY));
                    }

                    @Override
                    public void connectFailed(URI url, SocketAddress proxy, IOException failure) {
                        // Whoever asked is told.
                    }
                });
        if (encrypted.or(() -> plain).map(Way::login).isPresent()) {
            // By default Java shows no password to a proxy that it goes through to another host,
            // since it goes there in the clear; whoever put it into the variable knows.
            System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
            builder.authenticator(
                    new Authenticator() {
                        @Override
                        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                            return getRequestorType() == RequestorType.PROXY
                                    ? login(getRequestingHost(), getRequestingPort())
                                    : null;
                        }
                    });
        }
        return builder;
    }

    private @Nullable PasswordAuthentication login(String host, int port) {
        return encrypted
                .filter(way -> way.host().equals(host) && way.port() == port)
                .or(() -> plain.filter(way -> way.host().equals(host) && way.port() == port))
                .map(Way::login)
                .orElse(null);
    }

    private static Proxy proxy(Way way) {
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(way.host(), way.port()));
    }

    private Optional<Way> to(URI url) {
        boolean secret = url.getScheme().equals("https") || url.getScheme().equals("wss");
        return (secret ? encrypted : plain).filter(_ -> !isException(url));
    }

    /** Host and port of the proxy that a URL is asked through; empty if there is none. */
    Optional<String> addressTo(URI url) {
        return to(url).map(Way::address);
    }

    private boolean isException(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        return THIS_MACHINE.matcher(host).matches()
                || exceptions.stream()
                        .anyMatch(exception -> covers(exception, host, url.getPort()));
    }

    /** A domain covers the names in it, however it is written: {@code .example.com} or without. */
    private static boolean covers(String exception, String host, int port) {
        if (exception.equals("*")) {
            return true;
        }
        String domain = exception.replaceFirst("^\\*?\\.", "");
        String withoutPort = domain.replaceFirst(":" + port + "$", "");
        return !withoutPort.isEmpty()
                && (host.equals(withoutPort) || host.endsWith("." + withoutPort));
    }
}
