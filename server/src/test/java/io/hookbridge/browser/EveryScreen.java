package io.hookbridge.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.browser.Chromium.Flaws;
import io.hookbridge.browser.Chromium.Scheme;

import java.util.List;
import java.util.function.Function;
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
     * @param looked what is looked at; the rest is the same on every screen
     */
    public record Screen(int width, int height, Scheme scheme, Flaws looked) {

        @Override
        public String toString() {
            return width + "-" + scheme.word();
        }
    }

    private static final Screen LARGEST = new Screen(1280, 900, Scheme.LIGHT, Flaws.ALL);
    private static final Screen MIDDLE = screen(390, 844, Scheme.DARK);
    private static final Screen SMALLEST = screen(320, 700, Scheme.LIGHT);

    /** Each width and each scheme at least once; all there are where somebody wants pictures. */
    private static final List<Screen> ALL =
            Chromium.takesPictures()
                    ? List.of(
                            LARGEST,
                            screen(1280, 900, Scheme.DARK),
                            MIDDLE,
                            screen(390, 844, Scheme.LIGHT),
                            screen(320, 700, Scheme.DARK),
                            SMALLEST)
                    : List.of(LARGEST, MIDDLE, SMALLEST);

    private static Screen screen(int width, int height, Scheme scheme) {
        return new Screen(width, height, scheme, Flaws.OF_THE_SCREEN);
    }

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

    /** The same, but looks for these flaws on each. */
    public void judge(String name, Flaws looked) {
        judge(name, _ -> true, _ -> looked);
    }

    /** The same on some screens only, the smallest among them. */
    public void judge(String name, Predicate<Screen> some) {
        judge(name, some, Screen::looked);
    }

    private void judge(String name, Predicate<Screen> some, Function<Screen, Flaws> looked) {
        ALL.stream()
                .filter(some)
                .forEach(screen -> {
                    look(screen);
                    browser.screenshot(prefix + name + "-" + screen);
                    assertThat(browser.flaws(looked.apply(screen)))
                            .as(name + " on " + screen)
                            .isEmpty();
                });
    }

    private void look(Screen screen) {
        browser.look(screen.width(), screen.height(), screen.scheme());
    }
}
