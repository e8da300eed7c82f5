// The one script. Every page works without it; it shows what needs it, counts times on, moves
// through lists by keys, and asks for what is new.
(() => {
    const all = (selector, within = document) => [...within.querySelectorAll(selector)];
    const byId = (id) => document.getElementById(id);

    // What only makes sense with this script.
    all("[data-scripted]").forEach((element) => (element.hidden = false));

    // Buttons that copy.
    const copies = (button, source, said) => {
        const select = () => {
            const range = document.createRange();
            range.selectNodeContents(source);
            const selection = getSelection();
            selection.removeAllRanges();
            selection.addRange(range);
        };
        // Browsers have a clipboard for pages on https and on this machine only.
        const copy = () =>
            navigator.clipboard
                ? navigator.clipboard.writeText(source.textContent)
                : document.execCommand("copy")
                  ? Promise.resolve()
                  : Promise.reject();
        button.hidden = false;
        button.addEventListener("click", () => {
            select();
            copy().then(
                () => (said.textContent = said.dataset.copied ?? "Copied."),
                () => (said.textContent = said.dataset.selected ?? "It is selected; copy it with your keyboard."),
            );
        });
    };
    all("[data-copies]").forEach((button) => {
        const source = byId(button.dataset.copies);
        const said = byId(button.dataset.says);
        if (source && said) {
            copies(button, source, said);
        }
    });

    // The page about the API: code that is copied, contents that are searched and say where one is.
    // The buttons are made here, which spares the page some kilobytes.
    const contents = document.querySelector(".docs .contents");
    const readAlong = () => {
        all(".docs figure").forEach((figure) => {
            const caption = figure.querySelector("figcaption");
            const button = document.createElement("button");
            const said = document.createElement("span");
            button.type = "button";
            button.textContent = "Copy";
            said.setAttribute("role", "status");
            caption.append(button, said);
            copies(button, figure.querySelector("code"), said);
        });

        const links = all("a", contents);
        const entries = links.map((link) => {
            const thing = byId(link.hash.slice(1));
            const path = thing?.matches("article") ? thing.querySelector(".path") : null;
            return {
                link,
                thing,
                line: link.parentElement,
                words: (link.textContent + " " + (path?.textContent ?? "")).toLowerCase(),
            };
        });
        const narrow = byId("narrow");
        narrow.addEventListener("input", () => {
            const asked = narrow.value.trim().toLowerCase();
            const fits = new Set(entries.filter((entry) => entry.words.includes(asked)).map((entry) => entry.line));
            entries.forEach(({ line }) => {
                const section = line.parentElement.closest("li");
                line.hidden =
                    !fits.has(line) && !fits.has(section) && !all("li", line).some((inner) => fits.has(inner));
            });
            contents.classList.toggle("narrowed", asked !== "");
            byId("narrowed").textContent = asked !== "" && fits.size === 0 ? "Nothing is called that." : "";
        });

        const inSight = new Set();
        const watcher = new IntersectionObserver(
            (changes) => {
                changes.forEach((change) =>
                    change.isIntersecting ? inSight.add(change.target) : inSight.delete(change.target),
                );
                // The innermost that begins first: an operation rather than its section.
                const here = entries.findLast(({ thing }, at) => inSight.has(thing) && !inSight.has(entries[at + 1]?.thing));
                links.forEach((link) => link.removeAttribute("aria-current"));
                here?.link.setAttribute("aria-current", "true");
            },
            { rootMargin: "0px 0px -80% 0px" },
        );
        entries.forEach(({ thing }) => thing && watcher.observe(thing));
    };
    if (contents) {
        readAlong();
    }

    // Times: how long ago, as long as the page is open, and exactly when in the browser's zone.
    const UNITS = [
        [86_400, "day"],
        [3_600, "hour"],
        [60, "minute"],
        [1, "second"],
    ];
    const DAYS_SHOWN_AS_DATE = 7;
    const language = document.documentElement.lang;
    const counted = new Intl.RelativeTimeFormat(language);
    const now = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(0, "second");
    const relative = (at) => {
        const seconds = Math.floor(Math.abs(Date.now() - at) / 1000);
        const unit = UNITS.find(([length]) => seconds >= length);
        if (!unit) {
            return now;
        }
        const count = Math.floor(seconds / unit[0]);
        return counted.format(at > Date.now() ? count : -count, unit[1]);
    };
    const local = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
        dateStyle: "medium",
        timeStyle: "long",
    });
    const tell = () =>
        all("time[datetime]").forEach((time) => {
            const at = Date.parse(time.dateTime);
            if (!time.dataset.utc) {
                time.dataset.utc = time.title;
                time.title = local.format(at) + "\n" + time.dataset.utc;
            }
            if (Math.abs(Date.now() - at) < DAYS_SHOWN_AS_DATE * 86_400_000) {
                time.textContent = relative(at);
            }
        });
    tell();
    setInterval(tell, 10_000);

    // Keys. Ctrl-K always; single ones only while nothing is typed into, and not for people who
    // turned them off, since speech and accidents press them, too (WCAG 2.1.4).
    const OFF = "hookbridge-single-keys-off";
    const find = byId("find");
    const toggle = byId("single-keys");
    const kept = () => {
        try {
            return localStorage;
        } catch {
            return null;
        }
    };
    const singleKeys = () => !kept()?.getItem(OFF);
    const showToggle = () => toggle?.setAttribute("aria-pressed", String(singleKeys()));
    toggle?.addEventListener("click", () => {
        if (singleKeys()) {
            kept()?.setItem(OFF, "1");
        } else {
            kept()?.removeItem(OFF);
        }
        showToggle();
    });
    showToggle();

    const rows = () =>
        all("table.list tbody tr, .items > li")
            .map((row) => row.querySelector("a[href]"))
            .filter((link) => link?.checkVisibility());
    const move = (step) => {
        const links = rows();
        if (links.length === 0) {
            document.querySelector(step > 0 ? "main a[rel=next]" : "main a[rel=prev]")?.click();
        }
        const at = links.indexOf(document.activeElement);
        const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
        links[next]?.focus();
    };
    const toFind = () => {
        if (find && !find.checkVisibility()) {
            byId("rail").showPopover();
        }
        find?.focus();
        find?.select();
    };
    const ACTIONS = {
        j: () => move(1),
        k: () => move(-1),
        r: () => (document.querySelector("[data-key=r]") ?? { click: () => location.reload() }).click(),
        "/": () => (document.querySelector("main input[type=search]") ?? find)?.focus(),
        "?": () => byId("shortcuts")?.togglePopover(),
    };
    document.addEventListener("keydown", (event) => {
        if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k" && find) {
            event.preventDefault();
            toFind();
            return;
        }
        const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
        const action = Object.hasOwn(ACTIONS, event.key) ? ACTIONS[event.key] : null;
        if (action && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && singleKeys()) {
            event.preventDefault();
            action();
        }
    });

    // News. The page asks every few seconds, while it is looked at: nothing is held open, so any
    // number of tabs may be, and no tab keeps a person signed in who has left.
    const EVERY = 2_000;
    const LEFT = 15 * 60_000;
    let used = Date.now();
    ["pointermove", "keydown", "scroll", "focus"].forEach((kind) =>
        addEventListener(kind, () => (used = Date.now()), { passive: true }),
    );
    const watch = (path, take) => {
        let ended = false;
        let every = EVERY;
        const ask = async () => {
            if (ended) {
                return;
            }
            if (!document.hidden && Date.now() - used < LEFT) {
                try {
                    const answer = await fetch(path(), { headers: { Accept: "text/html" } });
                    // Signed out, or gone.
                    ended = answer.redirected || [401, 403, 404, 410].includes(answer.status);
                    every = answer.ok ? EVERY : Math.min(60_000, every * 2);
                    if (answer.ok && !ended) {
                        take(await answer.text());
                    }
                } catch {
                    every = Math.min(60_000, every * 2);
                }
            }
            setTimeout(ask, every);
        };
        setTimeout(ask, EVERY);
    };
    const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

    // "12 new" above a list; nothing moves until one asks for it.
    all("[data-news]").forEach((news) => {
        const link = news.querySelector("a");
        watch(
            () => news.dataset.news,
            (html) => {
                const said = parsed(html).body.textContent.trim();
                news.hidden = said === "";
                if (link.textContent !== said) {
                    link.textContent = said;
                }
            },
        );
    });

    // A part of a page that goes on by itself, unless it is paused. What is asked for is the part
    // alone or, if it has an id, the page that has it: once that part does not go on any more, the
    // whole page is shown anew.
    all("[data-live]").forEach((part) => {
        const pause = byId(part.dataset.pause);
        const paused = () => pause?.getAttribute("aria-pressed") === "true";
        pause?.addEventListener("click", () => pause.setAttribute("aria-pressed", String(!paused())));
        watch(
            () => part.dataset.live,
            (html) => {
                if (paused() || part.contains(document.activeElement)) {
                    return;
                }
                const seen = new Set(all("[data-row]", part).map((row) => row.dataset.row));
                const answer = parsed(html);
                const now = part.id ? answer.getElementById(part.id) : answer.body;
                if (part.id && !("live" in now.dataset)) {
                    location.reload();
                    return;
                }
                part.replaceChildren(...now.children);
                if (seen.size > 0) {
                    all("[data-row]", part)
                        .filter((row) => !seen.has(row.dataset.row))
                        .forEach((row) => row.classList.add("fresh"));
                }
                tell();
            },
        );
    });
})();
