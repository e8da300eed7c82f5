package io.hookbridge.loadtest.recovery;

import java.time.Duration;

/**
 * What came of the messages of a killed server.
 *
 * @param held messages that it had accepted and not finished
 * @param underWay those of them that lay nowhere but in its memory
 * @param untilStart from the kill until others could begin: the end of its lease, or a new start
 * @param queued from then until each of them was queued or finished
 * @param received from then until the receiver had all
 * @param recorded from then until the database said so of all
 * @param twice how many came more than once after the kill
 * @param lost how many never came
 */
record Recovery(
        String name,
        long held,
        long underWay,
        Duration untilStart,
        Duration queued,
        Duration received,
        Duration recorded,
        long twice,
        long lost) {}
