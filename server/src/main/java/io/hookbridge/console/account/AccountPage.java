package io.hookbridge.console.account;

import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Words;
import io.hookbridge.tenant.user.Password;
import io.hookbridge.tenant.user.Session;
import io.hookbridge.tenant.user.SessionId;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a person sees of the own account.
 *
 * @param role such as {@code Owner}
 * @param browsers where the person is signed in
 * @param alert why the password was not changed, or null
 */
public record AccountPage(
        Shell shell, String role, List<BrowserRow> browsers, @Nullable String alert) {

    /** A browser that is signed in. */
    public record BrowserRow(
            String id,
            String device,
            String address,
            String signedIn,
            String lastSeen,
            boolean current) {

        static BrowserRow of(Session session, SessionId current) {
            return new BrowserRow(
                    session.id().toString(),
                    Device.of(session.userAgent()),
                    session.address(),
                    Words.moment(session.createdAt()),
                    Words.moment(session.lastSeenAt()),
                    session.id().equals(current));
        }
    }

    static AccountPage of(ConsoleVisit visit, List<Session> sessions, @Nullable String alert) {
        return new AccountPage(
                visit.shell(Section.ACCOUNT),
                switch (visit.user().role()) {
                    case OWNER -> "Owner: may do everything, billing included";
                    case MEMBER -> "Member: may do everything but billing";
                },
                sessions.stream()
                        .map(session -> BrowserRow.of(session, visit.session().id()))
                        .toList(),
                alert);
    }

    public int minimum() {
        return Password.MIN;
    }
}
