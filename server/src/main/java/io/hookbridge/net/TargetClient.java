package io.hookbridge.net;

import java.util.List;

public final class TargetClient implements AutoCloseable {
    public Posted post(String url, List<Header> headers, byte[] body) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
