package io.hookbridge.browser;

import static org.junit.jupiter.api.Assumptions.abort;

import io.hookbridge.base.Patience;

import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A headless Chromium that is on the machine already; nothing is downloaded. */
public final class Chromium implements AutoCloseable {

    /** What a person's screen and system look like to a page. */
    public enum Scheme {
        LIGHT,
        DARK;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What of a page is looked at. */
    public enum Flaws {
        ALL(""),
        /** Those that depend on the size of the screen and the colours. */
        OF_THE_SCREEN("color-contrast target-size scrollable-region-focusable link-in-text-block"),
        /** Those that axe does not look for; all that is feasible on a page without an end. */
        NOT_OF_AXE("");

        /** The rules of axe; empty for all of them or, without axe, for none. */
        private final String rules;

        Flaws(String rules) {
            this.rules = rules;
        }
    }

    /** In pixels of the page. */
    private static final int LONGEST_PICTURE = 16_000;

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final List<String> USUAL_PLACES =
            List.of(
                    "/usr/bin",
                    "/usr/lib/chromium",
                    "/usr/local/bin",
                    "/snap/bin",
                    "/opt/homebrew/bin");

    private static final Duration PATIENCE = Patience.LONGEST;

    /** Between two looks at a page; the driver's own is half a second. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Path profile;
    private final ChromeDriver driver;

    private Chromium(Path browser, Path driverProgram) throws IOException {
        profile = Files.createTempDirectory("hookbridge-chromium");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                // Nobody watches: what moves needs no thread and no drawing of its own.
                "--disable-software-rasterizer",
                "--disable-threaded-compositing",
                "--disable-lcd-text",
                "--num-raster-threads=1",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        driver =
                new ChromeDriver(
                        new ChromeDriverService.Builder()
                                .usingDriverExecutable(driverProgram.toFile())
                                .build(),
                        options);
        // What axe looks at on the longest page takes a while.
        driver.manage().timeouts().scriptTimeout(PATIENCE);
    }

    /** Starts the browser, or skips the test that asked, if the machine has none. */
    public static Chromium start() {
        Path browser = program("chromium", "chromium-browser", "google-chrome");
        Path driver = program("chromedriver");
        try {
            return new Chromium(browser, driver);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path program(String... names) {
        List<String> folders = new ArrayList<>();
        Optional.ofNullable(System.getenv("PATH"))
                .ifPresent(path -> folders.addAll(List.of(path.split(File.pathSeparator))));
        folders.addAll(USUAL_PLACES);
        return Stream.of(names)
                .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() ->
                        abort("this machine has no " + names[0] + ", so no page was looked at"));
    }

    /** From now on pages see a screen of this size, and a system of this colour scheme. */
    public void look(int width, int height, Scheme scheme) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        width,
                        "height",
                        height,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        width < 600));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", scheme.word()))));
    }

    public void open(URI url) {
        driver.get(url.toString());
    }

    /** Opens a page in a further tab, which is the one that is looked at from now on. */
    public void openTab(URI url) {
        driver.switchTo().newWindow(WindowType.TAB);
        open(url);
    }

    /** Closes all tabs but the one that is looked at. */
    public void closeOtherTabs() {
        String here = driver.getWindowHandle();
        driver.getWindowHandles().stream()
                .filter(tab -> !tab.equals(here))
                .forEach(tab -> driver.switchTo().window(tab).close());
        driver.switchTo().window(here);
    }

    public String path() {
        return URI.create(address()).getPath();
    }

    /** The whole URL of the page that is shown. */
    public String address() {
        return Objects.requireNonNull(driver.getCurrentUrl());
    }

    /** What the page that is shown reads, with a blank between the cells of a table. */
    public String text() {
        // The driver's own way asks for the style of every element, which takes seconds on a long
        // page.
        Object text = driver.executeScript("return document.body?.innerText ?? ''");
        return String.valueOf(text).replace('\t', ' ');
    }

    /** Clicks the label that reads {@code text}. */
    public void choose(String text) {
        find("label", text).click();
    }

    /** Types into the field whose label begins with {@code label}; what was there is replaced. */
    public void type(String label, String text) {
        String id = Objects.requireNonNull(find("label[for]", label).getDomAttribute("for"));
        WebElement field = driver.findElement(By.id(id));
        field.clear();
        field.sendKeys(text);
    }

    /** Clicks what reads {@code text} and changes the page that is shown. */
    public void click(String text) {
        find("button, summary", text).click();
    }

    /** Chooses what reads {@code text} in the list whose label begins with {@code label}. */
    public void select(String label, String text) {
        String id = Objects.requireNonNull(find("label[for]", label).getDomAttribute("for"));
        new Select(driver.findElement(By.id(id))).selectByVisibleText(text);
    }

    /** Waits until the page says one of {@code texts}. */
    public void await(String... texts) {
        new WebDriverWait(driver, PATIENCE, PAUSE)
                .until(_ -> Stream.of(texts).anyMatch(text -> text().contains(text)));
    }

    /**
     * Loads the page anew until it says {@code text}; for pages that do not go on by themselves.
     */
    public void reloadUntil(String text) {
        new WebDriverWait(driver, PATIENCE, PAUSE)
                .until(_ -> {
                    if (text().contains(text)) {
                        return true;
                    }
                    toNextPage(driver.navigate()::refresh);
                    return false;
                });
    }

    /** From now on the browser is a new one to every server. */
    public void forgetCookies() {
        // The driver's own command spares those for other paths than that of the page.
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
    }

    /** Scrolls to the heading that begins with {@code text}. */
    public void show(String text) {
        driver.executeScript("arguments[0].scrollIntoView()", find("h1, h2, h3", text));
    }

    /** Clicks the link that begins with {@code text} and leads to a place on the same page. */
    public void jump(String text) {
        find("a", text).click();
    }

    /**
     * Clicks the link or button that begins with {@code text}, as it is read or as it is called by
     * its label, and waits for the page it leads to.
     */
    public void follow(String text) {
        WebElement target = find("a, button", text);
        toNextPage(target::click);
    }

    /** Presses Enter on what has the focus and waits for the page it leads to. */
    public void enter() {
        toNextPage(() -> press(Keys.ENTER));
    }

    /**
     * A mark on the page that is left, and not one of its elements: while one document replaces the
     * other the driver answers questions about elements with errors of many kinds.
     */
    private void toNextPage(Runnable step) {
        driver.executeScript("window.isPageBefore = true");
        step.run();
        new WebDriverWait(driver, PATIENCE, PAUSE)
                .ignoring(WebDriverException.class)
                .until(_ ->
                        Boolean.TRUE.equals(
                                driver.executeScript(
                                        "return !window.isPageBefore && document.readyState === 'complete'")));
    }

    private WebElement find(String selector, String text) {
        // One question to the browser: a long page has hundreds of links.
        Object found =
                driver.executeScript(
                        """
                        return [...document.querySelectorAll(arguments[0])]
                            .filter(each => each.checkVisibility())
                            .find(each => [each.innerText.trim(), each.ariaLabel ?? '']
                                .some(words => words.startsWith(arguments[1])));
                        """,
                        selector,
                        text);
        if (found instanceof WebElement element) {
            return element;
        }
        throw new AssertionError("no " + selector + " reads " + text);
    }

    /** Presses keys wherever the focus is. */
    public void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Presses Tab until the focus is on what reads {@code text} or has this value. */
    public void tabTo(String text) {
        for (int presses = 0; presses < 40; presses++) {
            press(Keys.TAB);
            WebElement focused = driver.switchTo().activeElement();
            if (focused.getText().startsWith(text)
                    || text.equals(focused.getDomProperty("value"))) {
                return;
            }
        }
        throw new AssertionError("Tab does not lead to " + text);
    }

    /** What the focused element reads, or its value. */
    public String focused() {
        WebElement focused = driver.switchTo().activeElement();
        return focused.getText().isEmpty()
                ? String.valueOf(focused.getDomProperty("value"))
                : focused.getText();
    }

    /**
     * What is wrong with the page that is shown, one sentence each: what axe finds, and then what
     * {@code inspect-page.js} does.
     */
    public List<String> flaws(Flaws looked) {
        return Stream.concat(
                        looked == Flaws.NOT_OF_AXE ? Stream.empty() : violations(looked.rules),
                        sentences(driver.executeScript(script("inspect-page.js"))))
                .toList();
    }

    private Stream<String> violations(String rules) {
        if (!Boolean.TRUE.equals(driver.executeScript("return 'axe' in window"))) {
            String axe = script("/axe.min.js");
            driver.executeScript(axe);
            // Half a megabyte: from now on the browser has it, and gives it to each page of this
            // tab.
            driver.executeCdpCommand(
                    "Page.addScriptToEvaluateOnNewDocument", Map.of("source", axe));
        }
        return sentences(driver.executeAsyncScript(script("run-axe.js"), rules));
    }

    /** Takes away all that this selects but the first few. */
    public void shorten(String selector, int kept) {
        driver.executeScript(
                "[...document.querySelectorAll(arguments[0])].slice(arguments[1]).forEach(each => each.remove())",
                selector,
                kept);
    }

    private static Stream<String> sentences(@Nullable Object found) {
        return ((List<?>) Objects.requireNonNull(found)).stream().map(String::valueOf);
    }

    /**
     * @param name of a resource, beginning with a slash or beside this class
     */
    private static String script(String name) {
        try (var resource = Chromium.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Keeps pictures of the page: of all of it, or as much of a very long one as the browser paints
     * into one picture, in {@code target/screenshots} if {@code -Dscreenshots} asks for it, and of
     * what a person sees at first for the guide, if that is to have one ({@link GuidePictures}).
     */
    public void screenshot(String name) {
        if (takesPictures()) {
            keep(
                    SCREENSHOTS.resolve(name + ".png"),
                    Map.of("format", "png", "captureBeyondViewport", true, "clip", wholePage()));
        }
        if (GuidePictures.wants(name)) {
            keep(GuidePictures.file(name), Map.of("format", "webp", "quality", 80));
        }
    }

    /** Whether pictures of whole pages are kept. */
    public static boolean takesPictures() {
        return System.getProperty("screenshots") != null;
    }

    private Map<String, Object> wholePage() {
        Object width = driver.executeScript("return document.documentElement.scrollWidth");
        Object height =
                driver.executeScript(
                        "return Math.min(document.documentElement.scrollHeight, arguments[0])",
                        LONGEST_PICTURE);
        return Map.of(
                "x", 0,
                "y", 0,
                "width", Objects.requireNonNull(width),
                "height", Objects.requireNonNull(height),
                "scale", 1);
    }

    private void keep(Path file, Map<String, Object> options) {
        Object picture = driver.executeCdpCommand("Page.captureScreenshot", options).get("data");
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, Base64.getDecoder().decode(String.valueOf(picture)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | UncheckedIOException leftOver) {
            // The browser may still be removing its own files.
            profile.toFile().deleteOnExit();
        }
    }
}
