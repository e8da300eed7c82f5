package io.hookbridge.console.form;

import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.page.FormGuard;
import io.hookbridge.tenant.user.Session;
import io.hookbridge.tenant.user.SessionId;

import org.jdbi.v3.core.Jdbi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps what was typed into a form whose session had ended, until its person is back at the form.
 * On the way through the sign-in the browser has it, in a hidden field; from then on the new
 * session, until the page is asked for.
 */
public final class KeptForms {

    private static final String HOME = "/console";

    private final FormStore store;
    private final FormGuard guard;

    /** The pages that there are, as patterns of their paths. */
    private final List<Pattern> pages = new ArrayList<>();

    public KeptForms(Jdbi jdbi, FormGuard guard) {
        store = new FormStore(jdbi);
        this.guard = guard;
    }

    /** Notes that there is a page with this template. */
    public void know(String template) {
        pages.add(
                Pattern.compile(Pattern.quote(template).replaceAll("\\{\\w+}", "\\\\E[^/]+\\\\Q")));
    }

    /**
     * What a call would have had done; empty if no page of this server made the browser send it,
     * and for more than can be kept.
     */
    public Optional<KeptForm> of(Call call) {
        if (!call.method().equals("POST") || !guard.isFromOwnPage(call)) {
            return Optional.empty();
        }
        return Optional.of(new KeptForm(pageOf(call), call.target(), call.form()))
                .filter(form ->
                        form.json().getBytes(StandardCharsets.UTF_8).length <= KeptForm.LONGEST);
    }

    /**
     * The page that the form stood on. After a first refusal that is the address of the form
     * itself, which need not be one that can be asked for; the page it belongs to is found above
     * it.
     */
    private String pageOf(Call call) {
        String page =
                call.header("Referer")
                        .filter(from -> from.startsWith(guard.origin() + "/"))
                        .map(from -> from.substring(guard.origin().length()))
                        .orElse(call.target());
        String path = page.replaceFirst("[?#].*", "");
        if (exists(path)) {
            return page.replaceFirst("#.*", "");
        }
        while (path.startsWith(HOME + "/")) {
            path = path.substring(0, path.lastIndexOf('/'));
            if (exists(path)) {
                return path;
            }
        }
        return HOME;
    }

    /** The page above that of the form, such as the list that it adds to; its own where none is. */
    public String pageAbove(Call call) {
        String page = pageOf(call);
        String path = page.replaceFirst("[?].*", "");
        while (path.startsWith(HOME + "/")) {
            path = path.substring(0, path.lastIndexOf('/'));
            if (exists(path) && !path.equals(HOME)) {
                return path;
            }
        }
        return page;
    }

    private boolean exists(String path) {
        return pages.stream().anyMatch(page -> page.matcher(path).matches());
    }

    /** Has the session keep a form, instead of what it has kept before. */
    public void keep(SessionId session, KeptForm form) {
        store.keep(session, form.json());
    }

    /**
     * The same page with what was typed, if the session keeps a form of it; whatever it keeps is
     * forgotten then.
     */
    public Answer putBack(Session session, Call call, Answer answer) {
        if (!session.keepsForm() || !(answer instanceof Answer.Raw page) || page.status() != 200) {
            return answer;
        }
        String asked = call.target() + call.rawQuery().map(query -> "?" + query).orElse("");
        return store.kept(session.id())
                .flatMap(KeptForm::ofJson)
                .filter(form -> form.page().equals(asked))
                .<Answer>map(form -> {
                    store.forgetKept(session.id());
                    String html = new String(page.body(), StandardCharsets.UTF_8);
                    return new Answer.Raw(
                            page.status(),
                            page.contentType(),
                            FilledForm.in(html, form).getBytes(StandardCharsets.UTF_8),
                            page.headers(),
                            page.cookies());
                })
                .orElse(answer);
    }
}
