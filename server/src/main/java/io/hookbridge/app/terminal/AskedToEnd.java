package io.hookbridge.app.terminal;

/**
 * Has the process end with 0 when it is asked to end, by Ctrl-C or a signal: for a command that
 * runs until somebody has seen enough, that is success. Close it before the command ends by itself.
 */
public final class AskedToEnd implements AutoCloseable {

    private final Thread hook;

    private AskedToEnd(Thread hook) {
        this.hook = hook;
    }

    /**
     * @param farewell what is still to do, and to say; should not take long
     */
    public static AskedToEnd with(Runnable farewell) {
        Thread hook =
                Thread.ofPlatform()
                        .name("shutdown")
                        .unstarted(() -> {
                            try {
                                farewell.run();
                            } finally {
                                System.out.flush();
                                Runtime.getRuntime().halt(0);
                            }
                        });
        Runtime.getRuntime().addShutdownHook(hook);
        return new AskedToEnd(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // It has been asked to meanwhile.
        }
    }
}
