package io.hookbridge.http;

/**
 * That a listener speaks TLS, and with it HTTP/2.
 *
 * @param certificate what it shows
 * @param host under which callers reach it, in lower case, without a port; answered beside the
 *     names of the certificate
 */
record Tls(ServerCertificate certificate, String host) {

    /**
     * Whether it answers for the host of a request. A wildcard in the certificate may cover hosts
     * of others, so it tells nothing.
     */
    boolean serves(RequestHead head) {
        return head.hostName().equals(host)
                || new KnownHosts(certificate.names()).contain(head.hostName(), head.hostPort());
    }
}
