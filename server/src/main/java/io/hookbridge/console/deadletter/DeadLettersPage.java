package io.hookbridge.console.deadletter;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.VisibleText;
import io.hookbridge.console.frame.SayFailure;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.message.bulk.DeadLetters.Group;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The dead letters of a project in a mode.
 *
 * @param lead how many there are
 * @param actions the path of the bulk actions
 */
public record DeadLettersPage(Shell shell, String lead, List<Row> groups, String actions) {

    /**
     * Dead letters of one endpoint that failed alike.
     *
     * @param title the cause in a few words
     * @param when the first was accepted and the last was given up
     * @param warning of payloads that are gone or about to go; null if there are none
     * @param replayable how many still have their payload
     * @param look the path of the list of messages
     * @param replay where it is asked, like {@code delete}
     */
    public record Row(
            String title,
            String endpoint,
            boolean sent,
            String count,
            String when,
            String remedy,
            @Nullable String warning,
            long replayable,
            String look,
            String replay,
            String delete) {

        /**
         * @param group with its own path
         * @param messages the path of the list of messages
         */
        static Row of(Group group, String path, String messages, Phrases phrases) {
            return new Row(
                    SayFailure.title(group.kind(), phrases),
                    place(group, phrases),
                    group.direction() == Direction.OUTBOUND,
                    phrases.number(group.count()),
                    phrases.say(
                            "message.letters.when",
                            phrases.moment(group.first()),
                            phrases.moment(group.last())),
                    SayFailure.remedy(group.kind(), phrases),
                    warning(group, phrases),
                    group.count() - group.expired(),
                    messages
                            + "?q="
                            + URLEncoder.encode(
                                    "status:failed endpoint:" + id(group), StandardCharsets.UTF_8),
                    path + "/replay",
                    path + "/delete");
        }

        private static String id(Group group) {
            return group.direction() == Direction.OUTBOUND
                    ? new EndpointId(group.endpoint().value()).toString()
                    : group.endpoint().toString();
        }

        private static @Nullable String warning(Group group, Phrases phrases) {
            if (group.expiring() > 0) {
                return group.expiring() == group.count()
                        ? phrases.say("message.letters.expiring.all", group.count())
                        : phrases.say("message.letters.expiring", group.expiring());
            }
            return group.expired() > 0
                    ? phrases.say("message.letters.expired", group.expired())
                    : null;
        }
    }

    /** Host and path of its URL. */
    static String place(Group group, Phrases phrases) {
        return group.url().isEmpty()
                ? phrases.say("message.letters.no_url")
                : VisibleText.line(group.url().replaceAll("^https?://|\\?.*$", ""));
    }
}
