/**
 * What all measurements share: their options, the server with its processes and what those use, a
 * table for simple loads, and tenants to measure with.
 */
@NullMarked
package io.hookbridge.loadtest.rig;

import org.jspecify.annotations.NullMarked;
