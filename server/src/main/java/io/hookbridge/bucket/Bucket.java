package io.hookbridge.bucket;

import com.github.davidmoten.aws.lw.client.Client;
import com.github.davidmoten.aws.lw.client.HttpMethod;
import com.github.davidmoten.aws.lw.client.Request;
import com.github.davidmoten.aws.lw.client.Response;
import com.github.davidmoten.aws.lw.client.xml.XmlElement;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One bucket. Each call is one request, which is not repeated here, and blocks the calling thread
 * until it is over, at most for the time that it has.
 *
 * <p>Safe for use by many threads.
 */
public final class Bucket {

    /** What a read may take, the connection included. */
    private static final Duration READ = Duration.ofSeconds(4);

    /** What any other call may take. */
    private static final Duration WRITE = Duration.ofSeconds(60);

    private static final Duration LIST = Duration.ofSeconds(10);

    /** The most names of one list, by the protocol. */
    private static final int LISTED = 1000;

    private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9]{1,100})</Code>");

    private final BucketSettings settings;
    private final Duration longestRead;
    private @Nullable Client client;

    public Bucket(BucketSettings settings) {
        this(settings, READ);
    }

    /**
     * @param longestRead what a read of a part may take, the connection included
     */
    public Bucket(BucketSettings settings, Duration longestRead) {
        this.settings = settings;
        this.longestRead = longestRead;
    }

    /** Made late: it brings classes and a thread with it. */
    private synchronized Client client() {
        if (client == null) {
            client =
                    Client.s3()
                            .region(settings.region())
                            .accessKey(settings.accessKey())
                            .secretKey(settings.secretKey())
                            .httpClient(new BucketHttp())
                            .retryMaxAttempts(1)
                            .build();
        }
        return client;
    }

    /** Writes an object, in place of one of that name. */
    public void write(String name, byte[] bytes) {
        expect(ask(object(name).method(HttpMethod.PUT).requestBody(bytes), WRITE), 200);
    }

    /**
     * Reads a part of an object.
     *
     * @param length at least 1
     * @throws BucketException {@link BucketTrouble#DAMAGED} if the object ends before
     */
    public byte[] read(String name, int offset, int length) {
        Response response =
                expect(
                        ask(
                                object(name)
                                        .header(
                                                "Range",
                                                "bytes=%d-%d"
                                                        .formatted(offset, offset + length - 1L)),
                                longestRead),
                        206);
        if (response.content().length != length) {
            throw new BucketException(BucketTrouble.DAMAGED);
        }
        return response.content();
    }

    /** Reads an object as a whole. */
    public byte[] read(String name) {
        return expect(ask(object(name), WRITE), 200).content();
    }

    /** Deletes an object; nothing happens if it is not there. */
    public void delete(String name) {
        Response response = ask(object(name).method(HttpMethod.DELETE), LIST);
        if (response.statusCode() != 404 || !"NoSuchKey".equals(code(response))) {
            expect(response, 204);
        }
    }

    /**
     * The first names of objects below the prefix, in alphabetical order, at most 1000.
     *
     * @param after only names behind this one; empty for all
     */
    public List<String> list(String after) {
        Request request =
                client().url(settings.address())
                        .query("list-type", "2")
                        .query("max-keys", String.valueOf(LISTED))
                        .query("prefix", settings.key(""));
        if (!after.isEmpty()) {
            request = request.query("start-after", settings.key(after));
        }
        Response response = expect(ask(request, LIST), 200);
        try {
            int skipped = settings.key("").length();
            return XmlElement.parse(new String(response.content(), StandardCharsets.UTF_8))
                    .childrenWithName("Contents")
                    .stream()
                    .map(object -> object.content("Key").substring(skipped))
                    .toList();
        } catch (RuntimeException notXml) {
            throw new BucketException(BucketTrouble.REFUSED, notXml);
        }
    }

    private Request object(String name) {
        return client().url(settings.address() + settings.key(name));
    }

    private static Response ask(Request request, Duration limit) {
        try {
            return request.connectTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .readTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .response();
        } catch (UncheckedIOException failure) {
            throw new BucketException(BucketTrouble.AWAY, failure);
        } catch (RuntimeException failure) {
            // The client wraps what its transport throws in exceptions of its own.
            throw new BucketException(BucketTrouble.AWAY, failure);
        }
    }

    private static Response expect(Response response, int status) {
        if (response.statusCode() == status) {
            return response;
        }
        throw new BucketException(trouble(response));
    }

    private static BucketTrouble trouble(Response response) {
        return switch (code(response)) {
            case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken" ->
                    BucketTrouble.WRONG_KEY;
            case "AccessDenied", "AllAccessDisabled", "AccountProblem" -> BucketTrouble.FORBIDDEN;
            case "NoSuchBucket" -> BucketTrouble.NO_BUCKET;
            case "NoSuchKey" -> BucketTrouble.NO_OBJECT;
            case "InvalidRange" -> BucketTrouble.DAMAGED;
            case "RequestTimeTooSkewed" -> BucketTrouble.WRONG_CLOCK;
            case "PermanentRedirect",
                    "TemporaryRedirect",
                    "AuthorizationHeaderMalformed",
                    "IllegalLocationConstraintException" ->
                    BucketTrouble.WRONG_REGION;
            case "SlowDown", "TooManyRequests" -> BucketTrouble.BUSY;
            default -> byStatus(response.statusCode());
        };
    }

    private static BucketTrouble byStatus(int status) {
        return switch (status) {
            case 401, 403 -> BucketTrouble.FORBIDDEN;
            case 416 -> BucketTrouble.DAMAGED;
            case 301, 307 -> BucketTrouble.WRONG_REGION;
            case 429 -> BucketTrouble.BUSY;
            default -> status >= 500 ? BucketTrouble.AWAY : BucketTrouble.REFUSED;
        };
    }

    /** The code of a refusal; empty if there is none. */
    private static String code(Response response) {
        Matcher code = CODE.matcher(new String(response.content(), StandardCharsets.UTF_8));
        return code.find() ? code.group(1) : "";
    }
}
