package io.hookbridge.http.page;

import io.hookbridge.http.Route;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Whose pages people take them for: a name, a logo and a colour. */
public final class Brand {

    /** The longest name, in characters; longer ones do not fit into the bar of a phone. */
    public static final int LONGEST_NAME = 40;

    /** How high a logo is shown, in CSS pixels. */
    static final int HEIGHT = 24;

    private static final String HOOKBRIDGES = "HookBridge";

    /** Of a server that says nothing of it. */
    public static final Brand HOOKBRIDGE = new Brand(null, null, null);

    private final String name;
    private final @Nullable Asset logo;
    private final int logoWidth;
    private final @Nullable Asset stylesheet;

    /**
     * @param name 1 to {@link #LONGEST_NAME} characters; null for HookBridge's
     * @param logo null for HookBridge's
     * @param accent null for HookBridge's
     */
    public Brand(@Nullable String name, @Nullable Logo logo, @Nullable Accent accent) {
        this.name = name == null ? HOOKBRIDGES : name;
        this.logo = logo == null ? null : Asset.of("logo.png", "image/png", logo.png());
        this.logoWidth = logo == null ? HEIGHT : logo.widthAt(HEIGHT);
        this.stylesheet =
                accent == null
                        ? null
                        : Asset.of(
                                "brand.css",
                                "text/css; charset=utf-8",
                                accent.stylesheet().getBytes(StandardCharsets.US_ASCII));
    }

    /** In the bar and in the browser's tab. */
    public String name() {
        return name;
    }

    /** Null for that of HookBridge. */
    @Nullable Asset logo() {
        return logo;
    }

    /** How wide the logo is shown, in CSS pixels. */
    int logoWidth() {
        return logoWidth;
    }

    /** What it changes of the common stylesheet; null for nothing. */
    @Nullable Asset stylesheet() {
        return stylesheet;
    }

    /** Its files. */
    public List<Route> assets() {
        return Stream.concat(Stream.ofNullable(logo), Stream.ofNullable(stylesheet))
                .map(Asset::route)
                .toList();
    }
}
