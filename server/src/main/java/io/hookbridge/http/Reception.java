package io.hookbridge.http;

import io.hookbridge.base.NeverBlocks;
import io.hookbridge.base.WouldBlockException;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One request from its head to the end of its answer. Reads its body before it takes a handler's
 * place, so that whoever sends slowly holds nothing but a connection. Belongs to the loop of its
 * connection, but for what is said to run on a thread.
 *
 * <p>Ends once, whatever happens: every step runs by {@link #guarded}, which has a failure that
 * nobody reckoned with answered, or else the connection aborted. What is held by a request that
 * never ends nobody could use again, and what follows it on its connection would wait for ever.
 */
final class Reception implements BodyReader.Outcome {

    private static final Logger log = LoggerFactory.getLogger(Reception.class);

    /** A longer body is read only once its sender was let in, in bytes. */
    private static final int READ_UNASKED = Route.SMALL_BODY;

    private final Listener listener;
    private final Context loop;
    private final Peer peer;
    private final HttpServerRequest request;
    private final RequestFacts facts;
    private final boolean overHttp2;
    private final UnreadBody unreadBody;
    private final RequestRoom room;
    private @Nullable Call call;
    private @Nullable BodyReader reader;
    private boolean admitted;
    private boolean continued;
    private boolean paused;
    private boolean refusedForFailure;
    private boolean ended;

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
        overHttp2 = facts.head().version() == HttpVersion.HTTP_2;
        unreadBody = new UnreadBody(listener.vertx(), request, facts.head(), peer);
        room = new RequestRoom(listener.inFlight(), facts);
    }

    /** Begins with the head. */
    void begin() {
        guarded(this::open);
    }

    private void open() {
        RequestHead head = facts.head();
        peer.begin();
        Call opened;
        try {
            listener.checkHost(head);
            opened = listener.dispatcher().open(facts);
            room.take(opened.route(), opened.route().measure() != null && !isReadUnasked());
        } catch (ApiError refusal) {
            unreadBody.hold();
            refuse(refusal);
            return;
        }
        call = opened;
        watchCaller(opened);
        if (head.length() == 0) {
            if (opened.route().handler().mayUpgrade() && !overHttp2) {
                // What comes after the head belongs to the other protocol, if there is one.
                request.pause();
                paused = true;
            }
            inPlace(() -> handle(opened));
        } else if (isReadUnasked()) {
            read();
        } else {
            unreadBody.hold();
            inPlace(() -> admitAndRead(opened));
        }
    }

    private void watchCaller(Call opened) {
        if (overHttp2) {
            request.response().closeHandler(_ -> opened.callerGone());
        } else {
            peer.onGone(opened::callerGone);
        }
    }

    /** Runs a step; on the loop or on a thread. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable failure) {
            loop.runOnContext(_ -> failed(failure));
        }
    }

    private void onLoop(Runnable step) {
        loop.runOnContext(_ -> guarded(step));
    }

    private void inPlace(Runnable step) {
        listener.places().run(() -> guarded(step));
    }

    /**
     * A fault of ours: says so, if nothing was answered yet, and aborts if that is not possible.
     */
    @Override
    public void failed(Throwable failure) {
        log.error("request {} failed", facts.requestId(), failure);
        if (reader != null) {
            reader.stop();
        }
        readingEnded();
        if (refusedForFailure || request.response().headWritten()) {
            try {
                abort();
            } finally {
                end(ErrorCode.INTERNAL_ERROR.status(), 0, false);
            }
            return;
        }
        refusedForFailure = true;
        request.response().headers().clear();
        // Not as its route tells refusals, which may be what failed.
        sendFromLoop(Envelope.error(Dispatcher.faultOfOurs(), facts.requestId()));
    }

    /** Refuses what is no request. */
    void refuseUnread(ApiError refusal) {
        guarded(() -> {
            if (!overHttp2) {
                peer.lastAnswer();
                peer.linger();
            }
            refuse(refusal);
        });
    }

    /** Whether its body is read before anybody has looked who the caller is, if it has one. */
    private boolean isReadUnasked() {
        RequestHead head = facts.head();
        return head.length() >= 0 && head.length() <= READ_UNASKED && !head.awaitsContinue();
    }

    private void read() {
        if (unreadBody.isCallerGone()) {
            gone();
            return;
        }
        BodyReader newReader =
                new BodyReader(listener.vertx(), request, room.terms(listener), this);
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
        unreadBody.letCome();
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
        guarded(() -> complete(body));
    }

    private void complete(byte[] body) {
        readingEnded();
        if (call == null) {
            throw new IllegalStateException("a body was read of no call");
        }
        Call complete = call;
        complete.body(body);
        if (!beginHere(complete, body.length)) {
            inPlace(() -> handle(complete));
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
            sendWhenThere(listener.dispatcher().answer(complete), this::sendFromLoop);
        } catch (WouldBlockException onThread) {
            return false;
        } catch (Throwable failure) {
            sendFromLoop(listener.dispatcher().refusal(facts, failure));
        }
        return true;
    }

    private void sendWhenThere(CompletionStage<Answer> answer, Consumer<Answer> sending) {
        answer.whenComplete((made, failure) ->
                guarded(() -> {
                    if (failure != null) {
                        throw new IllegalStateException("a stage that never fails did", failure);
                    }
                    sending.accept(made);
                }));
    }

    /** Puts a small answer into bytes on the loop; whoever has it, has others to see to. */
    private void sendFromLoop(Answer answer) {
        onLoop(() -> write(Envelope.response(answer, facts)));
    }

    private void upgrade(Answer.Upgrade answer) {
        paused = false;
        listener.beginAnswer(request.response());
        request.response().putHeader(Envelope.REQUEST_ID_HEADER, facts.requestId());
        request.toWebSocket()
                .onComplete(
                        socket ->
                                guarded(() -> {
                                    peer.upgraded();
                                    UpgradedLink link = new UpgradedLink(socket, loop, peer::abort);
                                    link.begin(answer.begin().apply(link));
                                    end(answer.status(), 0, true);
                                }),
                        _ -> {
                            answer.notOpened().run();
                            abort();
                            end(ErrorCode.INVALID_REQUEST.status(), 0, false);
                        });
    }

    @Override
    public void refused(ApiError refusal) {
        guarded(() -> {
            readingEnded();
            refuse(refusal);
        });
    }

    private void refuse(ApiError refusal) {
        if (facts.route() == null && !Dispatcher.isOfPerson(facts.head())) {
            write(Envelope.response(Envelope.error(refusal, facts.requestId()), facts));
        } else {
            listener.places()
                    .runBeside(() ->
                            guarded(() -> send(listener.dispatcher().refusal(facts, refusal))));
        }
    }

    @Override
    public void gone() {
        readingEnded();
        // Nobody reads it any more, but it is what came of the request.
        end(ErrorCode.INVALID_REQUEST.status(), 0, false);
    }

    private void readingEnded() {
        reader = null;
        listener.notReading(this);
    }

    /** On a thread, in a place. */
    private void admitAndRead(Call opened) {
        if (!admit(opened)) {
            return;
        }
        Route.Measure measure = opened.route().measure();
        if (measure == null) {
            onLoop(this::read);
            return;
        }
        BodyLimit limit;
        try {
            limit = measure.of(opened);
        } catch (Throwable failure) {
            send(listener.dispatcher().refusal(facts, failure));
            return;
        }
        onLoop(() -> readWithin(limit));
    }

    private void readWithin(BodyLimit limit) {
        try {
            room.take(limit);
        } catch (ApiError refusal) {
            refuse(refusal);
            return;
        }
        read();
    }

    /** Whether the caller is let in; who is not, is told so. On a thread, in a place. */
    private boolean admit(Call opened) {
        try {
            listener.dispatcher().admit(opened);
            admitted = true;
        } catch (Throwable failure) {
            send(listener.dispatcher().refusal(facts, failure));
        }
        return admitted;
    }

    /** On a thread, in a place. */
    private void handle(Call complete) {
        if (!admitted && !admit(complete)) {
            return;
        }
        boolean later = complete.route().handler().answersLater();
        sendWhenThere(
                listener.dispatcher().answer(complete), later ? this::sendFromLoop : this::send);
    }

    /** Puts the answer into bytes, on whatever thread has it. */
    private void send(Answer answer) {
        if (answer instanceof Answer.Upgrade upgrade) {
            onLoop(() -> upgrade(upgrade));
            return;
        }
        Response made = Envelope.response(answer, facts);
        onLoop(() -> write(made));
    }

    private void write(Response response) {
        if (paused) {
            paused = false;
            request.resume();
        }
        boolean last = !overHttp2 && isLast(response);
        HttpServerResponse out = request.response();
        if (last) {
            peer.lastAnswer();
            // After Vert.x, which tells a caller with HTTP/1.0 what he asked for.
            out.headersEndHandler(_ -> out.headers().set("Connection", "close"));
        }
        if (overHttp2 && unreadBody.isThere()) {
            unreadBody.drop();
        }
        listener.beginAnswer(out);
        new AnswerWriter(
                        listener.vertx(),
                        loop,
                        out,
                        listener.bounds().leaving(),
                        this::abort,
                        (bytes, whole) ->
                                guarded(() -> {
                                    end(response.status(), bytes, whole);
                                    afterAnswer(last);
                                }))
                .write(response, facts.head().method().equals("HEAD"), listener.places());
    }

    /** Whether a connection of HTTP/1.1 or older ends with an answer. */
    private boolean isLast(Response response) {
        return peer.isClosing()
                || listener.isDraining()
                // Whoever was not told to go on may send the body, or the next request.
                || (unreadBody.isThere() && facts.head().awaitsContinue() && !continued)
                // Chunks came with HTTP/1.1; before, only the end of the connection ends such one.
                || (response.length() < 0 && facts.head().version() == HttpVersion.HTTP_1_0);
    }

    /** Nobody reads the answer, or it cannot be made whole. */
    private void abort() {
        if (!overHttp2) {
            peer.abort();
        } else {
            peer.reset(request, Peer.CANCEL);
        }
    }

    private void afterAnswer(boolean last) {
        if (overHttp2) {
            unreadBody.await(() -> {}, () -> peer.reset(request, Peer.NO_ERROR));
        } else if (unreadBody.isThere()) {
            peer.onRefusedBody(peer::closeLingering);
            unreadBody.drop();
            unreadBody.await(last ? peer::closeLingering : () -> {}, peer::closeLingering);
        } else if (last) {
            peer.closeLingering();
        }
    }

    private void end(int status, long bytes, boolean whole) {
        if (ended) {
            return;
        }
        ended = true;
        room.release();
        listener.ended();
        try {
            listener.log().log(facts, status, bytes);
            if (call != null) {
                call.answered(whole);
            }
        } finally {
            if (!overHttp2) {
                peer.answered();
            }
        }
    }
}
