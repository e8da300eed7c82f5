/**
 * Servers as somebody runs them who has several: processes of their own on one PostgreSQL, each
 * with a {@link io.hookbridge.loadtest.cluster.Network} to it that can be cut and go silent, and
 * that can hold PostgreSQL's answer at a moment of a transaction. A {@link
 * io.hookbridge.loadtest.cluster.Cluster} starts them; every part can be killed, stopped and
 * started again on the same port.
 */
@NullMarked
package io.hookbridge.loadtest.cluster;

import org.jspecify.annotations.NullMarked;
