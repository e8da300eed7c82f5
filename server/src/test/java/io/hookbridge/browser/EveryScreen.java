package io.hookbridge.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.browser.Chromium.Scheme;

import java.util.List;
import java.util.function.Predicate;

/**
 * A verdict on a page, and a picture of it, on each kind of screen. The page is loaded once: what
 * differs between screens is the style sheet's work and none of the server's. The last screen, and
 * the one on which a test goes on, is the smallest, where whatever is to be clicked has the least
 * room.
 */
public final class EveryScreen {

    /**
     * What a page is shown on.
     *
     * @param width in pixels, as {@code height}
     */
    public record Screen(int width, int height, Scheme scheme) {

        @Override
        public String toString() {
            return width + "-" + scheme.word();
        }
    }

    private static final List<Screen> ALL =
            List.of(
                    new Screen(1280, 900, Scheme.LIGHT),
                    new Screen(1280, 900, Scheme.DARK),
                    new Screen(390, 844, Scheme.DARK),
                    new Screen(390, 844, Scheme.LIGHT),
                    new Screen(320, 700, Scheme.LIGHT));

    private final Chromium browser;
    private final String prefix;

    /**
     * @param prefix of the names of pictures
     */
    public EveryScreen(Chromium browser, String prefix) {
        this.browser = browser;
        this.prefix = prefix;
        look(ALL.getLast());
    }

    /** Judges the page that is shown; nobody finds anything wrong with it on any screen. */
    public void judge(String name) {
        judge(name, _ -> true);
    }

    /** The same on some screens only, the smallest among them. */
    public void judge(String name, Predicate<Screen> some) {
        ALL.stream()
                .filter(some)
                .forEach(screen -> {
                    look(screen);
                    browser.screenshot(prefix + name + "-" + screen);
                    assertThat(browser.flaws()).as(name + " on " + screen).isEmpty();
                });
    }

    private void look(Screen screen) {
        browser.look(screen.width(), screen.height(), screen.scheme());
    }
}
