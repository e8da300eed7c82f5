package io.hookbridge.http;

/** What a connection has to know of what is read. */
interface RequestEvents {

    /** A request is given on, or what is refused as none. */
    void begun();

    /**
     * Whether all that have begun have their answer. If not, {@link RequestDecoder#goOn} is to be
     * called when they do.
     */
    boolean allAnswered();

    /**
     * Whether what comes of the body of the present request is read. If not, {@link
     * RequestDecoder#goOn} is to be called when it is.
     */
    boolean bodyIsRead();

    /**
     * What should be the body of the present request is none. Nothing more is read; the request
     * itself was given on before.
     */
    void bodyRefused();

    /**
     * The caller sends no more, but may still read.
     *
     * @param within whether a body has begun that will never be whole
     */
    void inputEnded(boolean within);
}
