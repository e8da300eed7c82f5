/**
 * What somebody wants to know of a tenant at one glance: where a thing is of which one has the
 * identifier or a word, and which endpoints are in trouble.
 */
@NullMarked
package io.hookbridge.insight.overview;

import org.jspecify.annotations.NullMarked;
