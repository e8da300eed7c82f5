package io.hookbridge.app.running;

import io.hookbridge.app.config.HttpConfiguration;
import io.hookbridge.app.config.Setting;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.http.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The ports that a server is going to listen on, looked at before anything is made or migrated. */
public final class ListenPorts {

    private ListenPorts() {}

    /**
     * @throws StartFailure if one of them cannot be had
     */
    public static void requireFree(HttpConfiguration http) {
        requireFree(Setting.HOST, http.host(), Setting.PORT, http.port());
        requireFree(Setting.ADMIN_HOST, http.adminHost(), Setting.ADMIN_PORT, http.adminPort());
    }

    private static void requireFree(Setting host, String address, Setting setting, int port) {
        try {
            HttpServer.requireFree(address, port);
        } catch (IOException taken) {
            throw new StartFailure(
                    "%s, %s: %s"
                            .formatted(host.variable(), setting.variable(), taken.getMessage()));
        }
    }

    /** Any free one: the public URL holds the port, so it is chosen before anything listens. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new StartFailure("no free port: " + failure.getMessage());
        }
    }
}
