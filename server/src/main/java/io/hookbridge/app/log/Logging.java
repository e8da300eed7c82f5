package io.hookbridge.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;

import org.slf4j.LoggerFactory;

import java.nio.file.Path;

/**
 * Sets Logback up in code: no file to parse at start, nothing to find on the class path.
 *
 * <p>As Logback's own configurator it shows warnings on the standard error, which is what commands
 * want; a server then calls {@link #forTerminal} or {@link #forProduction}.
 */
public final class Logging extends ContextAwareBase implements Configurator {

    /** Where {@code http.RequestLog} writes. */
    private static final String REQUESTS = "io.hookbridge.request";

    /**
     * The driver writes to the standard error, past Logback and with names of its classes, what is
     * told in words elsewhere. Held, because a logger that nobody holds forgets its level.
     */
    private static final java.util.logging.Logger DRIVER =
            java.util.logging.Logger.getLogger("org.postgresql");

    static {
        DRIVER.setLevel(java.util.logging.Level.OFF);
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console(context, new PlainLines(), "System.err"));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /**
     * Short lines on the standard output; one JSON line for each request in {@code requestLog}, 30
     * MB in all.
     */
    public static void forTerminal(String level, Path requestLog) {
        LoggerContext context = fresh(level);
        context.getLogger(Logger.ROOT_LOGGER_NAME)
                .addAppender(console(context, new PlainLines(), "System.out"));
        Logger requests = context.getLogger(REQUESTS);
        requests.setAdditive(false);
        requests.addAppender(file(context, requestLog));
    }

    /** JSON lines on the standard output, requests among them. */
    public static void forProduction(String level) {
        LoggerContext context = fresh(level);
        context.getLogger(Logger.ROOT_LOGGER_NAME)
                .addAppender(console(context, new JsonLines(), "System.out"));
    }

    private static LoggerContext fresh(String level) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        // Libraries say little that an operator of HookBridge can use, and at debug they may write
        // out the bytes of requests: cookies, and keys cut in places where nothing recognises them.
        root.setLevel(level.equals("debug") ? Level.INFO : Level.WARN);
        // The pool tells of each broken connection; what is wrong is told once, by who watches it.
        context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
        // Netty tells of each connection that a receiver does not let it close in good manners.
        context.getLogger("io.netty.handler.ssl").setLevel(Level.ERROR);
        // Vert.x tells of each connection whose caller begins HTTP/2 in a way that is none.
        context.getLogger("io.vertx.core.net.impl.ConnectionBase").setLevel(Level.OFF);
        context.getLogger("io.hookbridge").setLevel(Level.toLevel(level));
        return context;
    }

    private static Appender<ILoggingEvent> console(
            LoggerContext context, Layout<ILoggingEvent> layout, String target) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setTarget(target);
        return started(context, console, layout);
    }

    static Appender<ILoggingEvent> file(LoggerContext context, Path path) {
        OwnersLogFile file = new OwnersLogFile();
        file.setFile(path.toString());
        FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
        window.setContext(context);
        window.setParent(file);
        window.setFileNamePattern(path + ".%i");
        window.setMinIndex(1);
        window.setMaxIndex(2);
        window.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(FileSize.valueOf("10MB"));
        size.start();
        file.setRollingPolicy(window);
        file.setTriggeringPolicy(size);
        return started(context, file, new JsonLines());
    }

    private static Appender<ILoggingEvent> started(
            LoggerContext context,
            OutputStreamAppender<ILoggingEvent> appender,
            Layout<ILoggingEvent> layout) {
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
