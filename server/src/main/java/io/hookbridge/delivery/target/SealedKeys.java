package io.hookbridge.delivery.target;

import io.hookbridge.base.SecretBox;
import io.hookbridge.base.SigningKeyId;
import io.hookbridge.delivery.signing.SigningSecret;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Signing keys as they lie in the database: each sealed for its own row. */
public record SealedKeys(SecretBox box) {

    public byte[] seal(SigningKeyId id, SigningSecret secret) {
        return box.seal(secret.stored(), purpose(id));
    }

    public SigningSecret open(SigningKeyId id, byte[] sealed) {
        return box.open(sealed, purpose(id))
                .map(SigningSecret::parse)
                .orElseThrow(() ->
                        new IllegalStateException(
                                "the signing key " + id + " was sealed with another secret key"));
    }

    /**
     * All of an endpoint, from the columns {@code ids} and {@code sealed}, which are arrays.
     *
     * @throws IllegalStateException if one of them was sealed with another secret key
     */
    public List<SigningSecret> openAll(ResultSet row) throws SQLException {
        UUID[] ids = (UUID[]) row.getArray("ids").getArray();
        byte[][] sealed = (byte[][]) row.getArray("sealed").getArray();
        List<SigningSecret> opened = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            opened.add(open(new SigningKeyId(ids[i]), sealed[i]));
        }
        return List.copyOf(opened);
    }

    /** A sealed key that is moved to another row does not open there. */
    private static String purpose(SigningKeyId id) {
        return "signing key " + id;
    }
}
