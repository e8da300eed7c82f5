package io.hookbridge.console.export;

import io.hookbridge.base.Direction;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.insight.export.Export;
import io.hookbridge.insight.export.ExportStatus;
import io.hookbridge.message.MessageStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The exports of a place, the newest first, and the form for a new one.
 *
 * @param path of this page
 * @param alert why none was made; null at first
 * @param statuses the words of those to choose one from
 * @param columns to tick some of
 * @param list where the exports are without the page around them
 * @param curl the same by the API
 */
public record ExportsPage(
        Shell shell,
        String path,
        Files files,
        @Nullable String alert,
        Typed typed,
        List<String> statuses,
        List<String> columns,
        String list,
        String curl) {

    /**
     * What stands in the form.
     *
     * @param from a day, as the form writes it
     * @param until the last day
     * @param status the word of one; empty for all
     * @param endpoint its id; empty for all
     * @param format the word of one
     * @param columns those that are ticked
     */
    public record Typed(
            String direction,
            String from,
            String until,
            String status,
            String endpoint,
            String format,
            List<String> columns,
            boolean payloads) {}

    /**
     * The exports there are.
     *
     * @param path of the page
     * @param mayManage whether the person may delete them
     */
    public record Files(String path, boolean mayManage, List<Row> exports) {}

    /**
     * An export.
     *
     * @param what it is of
     * @param state how far it is
     * @param look the end of the class of its badge
     * @param details what there is to know besides; empty for nothing
     * @param file where its file is; null if there is none
     * @param isActive whether it is still being written
     */
    public record Row(
            String id,
            String what,
            String state,
            String look,
            String details,
            @Nullable String file,
            boolean isActive) {

        static Row of(Export export, String path, Instant now, Phrases phrases) {
            boolean over =
                    export.status() == ExportStatus.EXPIRED
                            || (export.expiresAt() != null && !now.isBefore(export.expiresAt()));
            boolean ready = export.status() == ExportStatus.COMPLETED && !over;
            return new Row(
                    export.id().toString(),
                    what(export, phrases),
                    phrases.say(
                            "figure.export.state."
                                    + (over ? ExportStatus.EXPIRED : export.status())
                                            .name()
                                            .toLowerCase(Locale.ROOT)),
                    over ? "paused" : look(export.status()),
                    details(export, ready, phrases),
                    ready ? path + "/" + export.id() + "/file" : null,
                    export.status() == ExportStatus.PENDING
                            || export.status() == ExportStatus.PROCESSING);
        }

        private static String what(Export export, Phrases phrases) {
            MessageStatus status = export.filter().status();
            Instant from = export.filter().from();
            Instant until = export.filter().until();
            List<String> parts = new ArrayList<>();
            parts.add(
                    phrases.say(
                            "figure.export.of."
                                    + (export.filter().direction() == Direction.OUTBOUND
                                            ? "sent"
                                            : "received")
                                    + (export.layout().payloads() ? ".payloads" : "")));
            if (export.filter().endpoint() != null) {
                parts.add(phrases.say("figure.export.of.endpoint"));
            }
            if (status != null) {
                parts.add(phrases.say("figure.export.of.status." + status.word()));
            }
            if (from != null && until != null) {
                // The last moment that is meant, not the first that is not.
                parts.add(phrases.period(from, until.minusNanos(1)));
            }
            return String.join(", ", parts);
        }

        private static String look(ExportStatus status) {
            return switch (status) {
                case PENDING, PROCESSING -> "waiting";
                case COMPLETED -> "ok";
                case FAILED -> "dead";
                case EXPIRED -> "paused";
            };
        }

        private static String details(Export export, boolean ready, Phrases phrases) {
            if (export.error() != null) {
                return export.error();
            }
            String size =
                    phrases.say("message.count", export.rows())
                            + ", "
                            + phrases.size(export.bytes());
            Instant until = export.expiresAt();
            return switch (export.status()) {
                case PENDING -> "";
                case PROCESSING -> phrases.say("figure.export.so_far", size, export.progress());
                case COMPLETED, FAILED, EXPIRED ->
                        ready && until != null
                                ? phrases.say("figure.export.kept", size, phrases.moment(until))
                                : size;
            };
        }
    }
}
