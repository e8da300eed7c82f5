/**
 * An HTTP load generator that sends at fixed moments, whatever the server does.
 *
 * <p>The latency of a request is counted from the moment at which it was due, not from the moment
 * at which it could be sent: a server that stalls makes the requests behind the stall late as well,
 * as it would with callers who know nothing of each other. One thread keeps the pace and one reads
 * the answers, because the generator shares the machine with what it measures.
 */
@NullMarked
package io.hookbridge.loadtest.load;

import org.jspecify.annotations.NullMarked;
