package io.hookbridge.console.export;

import io.hookbridge.base.Direction;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Words;
import io.hookbridge.insight.export.Export;
import io.hookbridge.insight.export.ExportStatus;
import io.hookbridge.message.MessageStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The exports of a place, the newest first, and the form for a new one.
 *
 * @param path of this page
 * @param alert why none was made; null at first
 * @param statuses to choose one from
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
        List<Choice> statuses,
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

    /** A state of messages. */
    public record Choice(String word, String title) {}

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

        static Row of(Export export, String path, Instant now) {
            boolean over =
                    export.status() == ExportStatus.EXPIRED
                            || (export.expiresAt() != null && !now.isBefore(export.expiresAt()));
            boolean ready = export.status() == ExportStatus.COMPLETED && !over;
            return new Row(
                    export.id().toString(),
                    what(export),
                    over ? "Over" : state(export.status()),
                    over ? "paused" : look(export.status()),
                    details(export, ready),
                    ready ? path + "/" + export.id() + "/file" : null,
                    export.status() == ExportStatus.PENDING
                            || export.status() == ExportStatus.PROCESSING);
        }

        private static String what(Export export) {
            MessageStatus status = export.filter().status();
            Instant from = export.filter().from();
            Instant until = export.filter().until();
            return (export.filter().direction() == Direction.OUTBOUND ? "Sent" : "Received")
                    + (export.layout().payloads() ? " with payloads" : "")
                    + (export.filter().endpoint() == null ? "" : ", one endpoint")
                    + (status == null ? "" : ", " + title(status).toLowerCase(Locale.ROOT))
                    + (from == null || until == null
                            ? ""
                            // The last moment that is meant, not the first that is not.
                            : ", " + Words.period(from, until.minusNanos(1)));
        }

        private static String state(ExportStatus status) {
            return switch (status) {
                case PENDING -> "Waiting";
                case PROCESSING -> "Being written";
                case COMPLETED -> "Ready";
                case FAILED -> "Failed";
                case EXPIRED -> "Over";
            };
        }

        private static String look(ExportStatus status) {
            return switch (status) {
                case PENDING, PROCESSING -> "waiting";
                case COMPLETED -> "ok";
                case FAILED -> "dead";
                case EXPIRED -> "paused";
            };
        }

        private static String details(Export export, boolean ready) {
            if (export.error() != null) {
                return export.error();
            }
            String size = Words.count(export.rows(), "message") + ", " + Words.size(export.bytes());
            Instant until = export.expiresAt();
            return switch (export.status()) {
                case PENDING -> "";
                case PROCESSING -> size + " so far, about " + export.progress() + "%";
                case COMPLETED, FAILED, EXPIRED ->
                        ready && until != null
                                ? size + ", kept until " + Words.moment(until) + " UTC"
                                : size;
            };
        }
    }

    static String title(MessageStatus status) {
        return switch (status) {
            case QUEUED -> "Queued";
            case PAUSED -> "Paused";
            case DELIVERING -> "Delivering";
            case SUCCEEDED -> "Delivered";
            case PENDING_RETRY -> "Retrying";
            case FAILED_PERMANENT -> "Dead letters";
        };
    }
}
