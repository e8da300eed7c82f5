package io.hookbridge.loadtest.storage;

import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

import java.net.URI;

/** The process of {@link ObjectStorage}; runs until it is killed. */
final class StorageProgram {

    private static final int THREADS = 16;

    private StorageProgram() {}

    /**
     * @param args the folder of its buckets, the port on the loopback address, an access key and
     *     its secret key
     */
    public static void main(String[] args) throws Exception {
        S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(args[0]))
                .endpoint(URI.create("http://127.0.0.1:" + args[1]))
                .awsAuthentication(AuthenticationType.AWS_V4, args[2], args[3])
                .jettyMaxThreads(THREADS)
                .build()
                .start();
    }
}
