package io.hookbridge.sdk.export;

import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.internal.Api;

import java.io.InputStream;
import java.util.List;

/** The log of a time as a file, written in the background. */
public final class ExportsApi {

    private final Api api;

    /**
     * Made by {@code HookBridge}.
     *
     * @param api sends the requests
     */
    public ExportsApi(Api api) {
        this.api = api;
    }

    /**
     * Creates an export.
     *
     * <p>Begins to write the log of a time, with a filter if you like, to a file, CSV or JSON
     * lines. Ask for the export until its {@code status} is {@code completed}, then download the
     * file; it is kept for 7 days.
     *
     * <p>An environment can have 5 exports under way.
     *
     * @param request what it is to be
     * @return an export
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Export create(CreateExportRequest request) {
        return api.post("/v1/exports").body(request).data(Export.class);
    }

    /**
     * Lists exports.
     *
     * <p>The exports of the environment, the youngest first, 1000 at the most.
     *
     * @return all of them
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public List<Export> list() {
        return api.get("/v1/exports").list(Export.class);
    }

    /**
     * Gets an export.
     *
     * <p>The state of an export. {@code row_count} grows while it is {@code processing}.
     *
     * @param id the {@code id} of the export
     * @return an export
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Export get(String id) {
        return api.get("/v1/exports/{id}", id).data(Export.class);
    }

    /**
     * Deletes an export.
     *
     * <p>Removes the export and its file. One that is pending or processing cannot be deleted.
     *
     * @param id the {@code id} of the export
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public void delete(String id) {
        api.delete("/v1/exports/{id}", id).send();
    }

    /**
     * Downloads an export.
     *
     * @param id the {@code id} of the export
     * @return the file, to be closed; reading it fails with an {@link java.io.IOException} if the
     *     connection ends, or nothing more comes within the timeout of the client
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public InputStream download(String id) {
        return api.get("/v1/exports/{id}/download", id).followed();
    }
}
