package io.hookbridge.http;

import io.hookbridge.base.Patience;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Calls that are answered when their caller has gone; what is told of that is kept. */
final class HeldCalls {

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    Route route() {
        return Route.open("GET", "/held", Route.waiting(this::hold));
    }

    private CompletionStage<Answer> hold(Call call) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        call.watch(
                new Call.Watcher() {
                    @Override
                    public void callerGone() {
                        told.add("gone");
                        answer.complete(Answer.ok("for whoever still reads"));
                    }

                    @Override
                    public void answered(boolean whole) {
                        told.add(whole ? "answered" : "not answered");
                    }
                });
        told.add("held");
        return answer;
    }

    /** What is told next. */
    String next() throws InterruptedException {
        String next = told.poll(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing is told");
        }
        return next;
    }
}
