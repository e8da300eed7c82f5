package io.hookbridge.http;

import io.hookbridge.base.NeverBlocks;
import io.hookbridge.base.WouldBlockException;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletionStage;

/**
 * One request from its head to the end of its answer. Reads its body before it takes a handler's
 * place, so that whoever sends slowly holds nothing but a connection. Belongs to the loop of its
 * connection, but for what is said to run on a thread.
 */
final class Reception implements BodyReader.Outcome {

    /** A longer body is read only once its sender was let in, in bytes. */
    private static final int READ_UNASKED = Route.SMALL_BODY;

    private final Listener listener;
    private final Context loop;
    private final Peer peer;
    private final HttpServerRequest request;
    private final RequestFacts facts;
    private InFlight.@Nullable Share share;
    private @Nullable Call call;
    private @Nullable BodyReader reader;
    private boolean admitted;
    private boolean continued;

    Reception(
            Listener listener,
            Context loop,
            Peer peer,
            HttpServerRequest request,
            RequestFacts facts) {
        this.listener = listener;
        this.loop = loop;
        this.peer = peer;
        this.request = request;
        this.facts = facts;
    }

    /** Begins with the head. */
    void begin() {
        RequestHead head = facts.head();
        peer.begin();
        Call opened;
        try {
            listener.checkHost(head);
            opened = listener.dispatcher().open(facts);
            if (head.length() != 0) {
                takeRoom(opened.route());
            }
        } catch (ApiError refusal) {
            holdBody();
            refused(refusal);
            return;
        }
        call = opened;
        if (head.length() == 0) {
            listener.places().run(() -> handle(opened));
        } else if (head.length() > 0 && head.length() <= READ_UNASKED && !head.awaitsContinue()) {
            read(opened);
        } else {
            holdBody();
            listener.places().run(() -> admitAndRead(opened));
        }
    }

    /** Nothing of it is to come until somebody reads it. */
    private void holdBody() {
        if (facts.head().length() != 0) {
            request.pause();
        }
    }

    /** Refuses what is no request. */
    void refuseUnread(ApiError refusal) {
        if (isOverHttp1()) {
            peer.lastAnswer();
            peer.linger();
        }
        refused(refusal);
    }

    private boolean isOverHttp1() {
        return facts.head().version() != HttpVersion.HTTP_2;
    }

    private void takeRoom(Route route) {
        RequestHead head = facts.head();
        if (head.length() > route.maxBodyBytes()) {
            throw BodyReader.tooLarge(route.maxBodyBytes());
        }
        String credential = head.headers().first("Authorization");
        share = listener.inFlight().share(facts.address(), credential == null ? "" : credential);
        InFlight.Verdict verdict = share.take(Math.max(0, head.length()));
        if (verdict != InFlight.Verdict.TAKEN) {
            throw BodyReader.noRoom(verdict);
        }
    }

    private void read(Call opened) {
        if (share == null) {
            throw new IllegalStateException("no room was taken");
        }
        BodyReader newReader =
                new BodyReader(
                        listener.vertx(),
                        request,
                        new BodyReader.Terms(
                                opened.route().maxBodyBytes(),
                                facts.head().length(),
                                share,
                                listener.bounds().arriving(),
                                listener.log()::nanos),
                        this);
        reader = newReader;
        if (!isHere()) {
            listener.reading(this);
        }
        if (facts.head().awaitsContinue()) {
            continued = true;
            request.response().writeContinue();
        }
        newReader.start(isHere());
        peer.onRefusedBody(newReader::refuse);
    }

    /** Whether nothing of the body is still on its way. */
    private boolean isHere() {
        return RequestDecoder.hasWhole(request.decoderResult());
    }

    /** Waits for the rest of the body no longer; from any thread. */
    void giveUpReading() {
        loop.runOnContext(_ -> {
            if (reader != null) {
                reader.giveUp();
            }
        });
    }

    @Override
    public void whole(byte[] body) {
        readingEnded();
        if (call == null) {
            throw new IllegalStateException("a body was read of no call");
        }
        Call complete = call;
        complete.body(body);
        if (!beginHere(complete, body.length)) {
            listener.places().run(() -> handle(complete));
        }
    }

    /**
     * Has a handler begin on the loop if its answer comes later, and all that it needs to know is
     * remembered: that spares a thread, and the way to it and back.
     *
     * @return false if it has to begin on a thread
     */
    private boolean beginHere(Call complete, int bytes) {
        if (!complete.route().handler().answersLater() || bytes > NeverBlocks.MOST_BYTES) {
            return false;
        }
        try {
            if (!admitted) {
                listener.dispatcher().admit(complete);
                admitted = true;
            }
            listener.dispatcher().answer(complete).thenAccept(this::sendFromLoop);
        } catch (WouldBlockException onThread) {
            return false;
        } catch (RuntimeException failure) {
            refuseFromLoop(failure);
        }
        return true;
    }

    private void refuseFromLoop(RuntimeException failure) {
        sendFromLoop(listener.dispatcher().refusal(facts, failure));
    }

    /** Puts a small answer into bytes on the loop; whoever has it, has others to see to. */
    private void sendFromLoop(Answer answer) {
        loop.runOnContext(_ -> write(response(answer)));
    }

    @Override
    public void refused(ApiError refusal) {
        readingEnded();
        if (facts.route() == null) {
            write(Envelope.response(Envelope.error(refusal, facts.requestId()), facts));
        } else {
            listener.places().runBeside(() -> send(listener.dispatcher().refusal(facts, refusal)));
        }
    }

    @Override
    public void gone() {
        readingEnded();
        // Nobody reads it any more, but it is what came of the request.
        end(ErrorCode.INVALID_REQUEST.status(), 0);
    }

    private void readingEnded() {
        reader = null;
        listener.notReading(this);
    }

    /** On a thread, in a place. */
    private void admitAndRead(Call opened) {
        try {
            listener.dispatcher().admit(opened);
        } catch (RuntimeException failure) {
            send(listener.dispatcher().refusal(facts, failure));
            return;
        }
        admitted = true;
        loop.runOnContext(_ -> {
            read(opened);
            request.resume();
        });
    }

    /** On a thread, in a place. */
    private void handle(Call complete) {
        try {
            if (!admitted) {
                listener.dispatcher().admit(complete);
            }
        } catch (RuntimeException failure) {
            send(listener.dispatcher().refusal(facts, failure));
            return;
        }
        CompletionStage<Answer> answer = listener.dispatcher().answer(complete);
        if (complete.route().handler().answersLater()) {
            answer.thenAccept(this::sendFromLoop);
        } else {
            answer.thenAccept(this::send);
        }
    }

    /** Puts the answer into bytes, on whatever thread has it. */
    private void send(Answer answer) {
        Response made = response(answer);
        loop.runOnContext(_ -> write(made));
    }

    private Response response(Answer answer) {
        try {
            return Envelope.response(answer, facts);
        } catch (RuntimeException failure) {
            return Envelope.response(listener.dispatcher().refusal(facts, failure), facts);
        }
    }

    private void write(Response response) {
        boolean unread = isUnread();
        // Whoever was not told to go on may send the body, or the next request.
        boolean last =
                isOverHttp1()
                        && (peer.isClosing()
                                || listener.isDraining()
                                || (unread && facts.head().awaitsContinue() && !continued));
        if (last) {
            peer.lastAnswer();
            request.response().putHeader("Connection", "close");
        }
        listener.beginAnswer(request.response());
        AnswerWriter writer =
                new AnswerWriter(
                        listener.vertx(),
                        loop,
                        request.response(),
                        listener.bounds().leaving(),
                        this::abort,
                        bytes -> {
                            end(response.status(), bytes);
                            afterAnswer(last);
                        });
        writer.write(response, facts.head().method().equals("HEAD"), listener.places());
    }

    /** Nobody reads the answer, or it cannot be made whole. */
    private void abort() {
        if (isOverHttp1()) {
            peer.abort();
            return;
        }
        reset(Peer.CANCEL);
        if (!peer.takesMore()) {
            // Not this answer alone: nothing of the connection is read.
            peer.abort();
        }
    }

    private void reset(long code) {
        peer.reset((int) request.response().streamId(), code);
    }

    private void afterAnswer(boolean last) {
        if (isUnread() && !isOverHttp1()) {
            UnreadBody.drop(listener.vertx(), request, () -> {}, () -> reset(Peer.NO_ERROR));
        } else if (isUnread()) {
            peer.onRefusedBody(peer::closeLingering);
            UnreadBody.drop(
                    listener.vertx(),
                    request,
                    last ? peer::closeLingering : () -> {},
                    peer::closeLingering);
        } else if (last) {
            peer.closeLingering();
        }
    }

    private boolean isUnread() {
        return facts.head().length() != 0 && !request.isEnded();
    }

    private void end(int status, long bytes) {
        if (share != null) {
            share.release();
        }
        listener.log().log(facts, status, bytes);
        listener.ended();
        if (isOverHttp1()) {
            peer.answered();
        }
    }
}
