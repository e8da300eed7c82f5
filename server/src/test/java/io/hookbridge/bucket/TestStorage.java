package io.hookbridge.bucket;

import io.hookbridge.base.Patience;

import org.gaul.s3proxy.S3ErrorCode;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.S3ProxyException;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** S3-compatible storage in memory, in this JVM, with one empty bucket. */
public final class TestStorage implements AutoCloseable {

    private static final String BUCKET = "payloads";
    private static final String ACCESS_KEY = "FAKEACCESSKEY";
    private static final String SECRET_KEY = "fakeSecretKeyOfTheStorage";

    private final TransientNio2BlobStore objects = new TransientNio2BlobStore();
    private final Guarded guarded = new Guarded(objects);
    private S3Proxy proxy = started(0);
    private final int port = proxy.getPort();

    public TestStorage() {
        int status =
                com.github.davidmoten.aws.lw.client.Client.s3()
                        .region("us-east-1")
                        .accessKey(ACCESS_KEY)
                        .secretKey(SECRET_KEY)
                        .build()
                        .url(url() + "/" + BUCKET)
                        .method(com.github.davidmoten.aws.lw.client.HttpMethod.PUT)
                        .response()
                        .statusCode();
        if (status != 200) {
            throw new IllegalStateException("no bucket was made: " + status);
        }
    }

    private S3Proxy started(int atPort) {
        try {
            S3Proxy started =
                    S3Proxy.builder()
                            .blobStore(guarded)
                            .endpoint(URI.create("http://127.0.0.1:" + atPort))
                            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                            .jettyMaxThreads(16)
                            .stopTimeout(0)
                            .build();
            started.start();
            return started;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public BucketSettings settings() {
        return new BucketSettings(url(), BUCKET, "us-east-1", "cold", true, ACCESS_KEY, SECRET_KEY);
    }

    /** The same as settings of a server. */
    public Map<String, String> variables() {
        return new HashMap<>(
                Map.of(
                        "HOOKBRIDGE_COLD_URL", url().toString(),
                        "HOOKBRIDGE_COLD_BUCKET", BUCKET,
                        "HOOKBRIDGE_COLD_PREFIX", "cold",
                        "HOOKBRIDGE_COLD_ACCESS_KEY", ACCESS_KEY,
                        "HOOKBRIDGE_COLD_SECRET_KEY", SECRET_KEY));
    }

    public Bucket bucket() {
        return new Bucket(settings(), Patience.LONGEST);
    }

    /** The names of all objects, below the prefix. */
    public List<String> objects() {
        return bucket().list("");
    }

    /** From now on nobody answers. */
    public void goAway() {
        try {
            proxy.stop();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** It is there again, with what it had. */
    public void comeBack() {
        proxy = started(port);
    }

    /** From now on nobody has the right to delete. */
    public void forbidDeleting() {
        guarded.deletingForbidden = true;
    }

    public void allowDeleting() {
        guarded.deletingForbidden = false;
    }

    private static final class Guarded extends ForwardingBlobStore {

        private volatile boolean deletingForbidden;

        private Guarded(BlobStore objects) {
            super(objects);
        }

        @Override
        public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
            if (deletingForbidden) {
                throw new S3ProxyException(S3ErrorCode.ACCESS_DENIED);
            }
            return super.removeBlob(request);
        }
    }

    @Override
    public void close() {
        goAway();
    }
}
