package io.hookbridge.http;

import io.hookbridge.net.client.TestCertificates;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;

/** The files of a server for {@code localhost}, and what a client needs to trust them. */
final class TestTls {

    final TestCertificates authority = new TestCertificates();
    final Path certificateFile;
    final Path keyFile;
    private @Nullable ServerCertificate certificate;

    /** Writes files into a folder. */
    TestTls(Path folder) throws IOException, GeneralSecurityException {
        certificateFile = folder.resolve("certificate.pem");
        keyFile = folder.resolve("key.pem");
        renew(Instant.MAX);
    }

    /** Writes other files, valid until {@code end}. */
    void renew(Instant end) throws IOException, GeneralSecurityException {
        TestCertificates.Pem pem = authority.pem("localhost", end);
        Files.writeString(certificateFile, pem.certificate());
        Files.writeString(keyFile, pem.key());
    }

    /** The one of the server, read from the files when it is first asked for. */
    ServerCertificate certificate() throws ServerCertificate.UnusableException {
        if (certificate == null) {
            certificate = ServerCertificate.of(certificateFile, keyFile);
        }
        return certificate;
    }
}
